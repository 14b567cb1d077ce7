"""The Django site that the two libraries for Django are tried in. It is no program of its own."""

SETTINGS = """\
from pathlib import Path

SECRET_KEY = "a secret of this test alone"
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(__file__).parent / "site.db"}}
LOGIN_REDIRECT_URL = "/"
"""
URLS = """\
from django.http import HttpResponse
from django.urls import include, path


def hello(request):
    return HttpResponse("Signed in: " + request.user.email if request.user.is_authenticated else "Nobody")


urlpatterns = [path("", hello), {more}]
"""


def start(place, own, more):
    place.write("settings.py", SETTINGS + own + place.snippet)
    place.write("urls.py", URLS.format(more=more))
    environment = {"DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(place.folder)}
    django = [place.tools.python / "python", "-m", "django"]
    place.run([*django, "migrate", "--verbosity", "0"], environment)
    place.start([*django, "runserver", "--noreload", f"127.0.0.1:{place.port}"], environment)
    place.wait(place.url + "/")
