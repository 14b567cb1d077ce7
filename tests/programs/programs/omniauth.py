"""omniauth_openid_connect in a small Rails app, from Debian."""

PRESET = "omniauth"
INSTALLS = ["ruby"]
SHOWS = "Signed in as ada@example.com"

APP = """\
require "action_controller/railtie"
require "omniauth_openid_connect"
require "omniauth/rails_csrf_protection"

class App < Rails::Application
  config.root = __dir__
  config.eager_load = false
  config.secret_key_base = "a secret of this test alone, which has to have sixty-four letters"
  config.hosts.clear
  config.logger = Logger.new($stdout)
  config.session_store :cookie_store, key: "app"
  routes.append do
    root to: "pages#welcome"
    get "/auth/:provider/callback", to: "pages#signed_in"
  end
end

class PagesController < ActionController::Base
  protect_from_forgery

  def welcome
    render inline: "<%= button_to 'Sign in', '/auth/doorward', method: :post %>"
  end

  def signed_in
    render plain: "Signed in as #{request.env['omniauth.auth'].info.email}"
  end
end

App.initialize!
run App
"""


def start(place):
    place.write("config/initializers/omniauth.rb", place.snippet)
    place.write("config.ru", APP)
    place.start(["puma", "--bind", f"tcp://127.0.0.1:{place.port}", "config.ru"])
    place.wait(place.url + "/")


def sign_in(place, user):
    page = user.open(place.url + "/")
    return user.submit(page, page.forms[0]).text
