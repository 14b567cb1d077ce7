"""mozilla-django-oidc, from PyPI, in a small Django site."""

from . import django_site

PRESET = "mozilla-django-oidc"
INSTALLS = ["python"]
SHOWS = "ada@example.com"

OWN = """\
INSTALLED_APPS += ["mozilla_django_oidc"]
AUTHENTICATION_BACKENDS = ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"]
"""


def start(place):
    django_site.start(place, OWN, 'path("oidc/", include("mozilla_django_oidc.urls"))')


def sign_in(place, user):
    user.open(place.url + "/oidc/authenticate/")
    return user.open(place.url + "/").text
