"""django-allauth, from PyPI, in a small Django site."""

from . import django_site

PRESET = "django-allauth"
INSTALLS = ["python"]
SHOWS = "ada@example.com"

OWN = """\
INSTALLED_APPS += [
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
]
MIDDLEWARE += ["django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_EMAIL_VERIFICATION = "none"
"""


def start(place):
    django_site.start(place, OWN, 'path("accounts/", include("allauth.urls"))')


def sign_in(place, user):
    address = place.url + "/accounts/oidc/doorward/login/"
    page = user.open(address)
    form = next(one for one in page.forms if one.method == "post")
    user.submit(page, form)
    return user.open(place.url + "/").text
