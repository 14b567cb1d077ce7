import functools
import os

from access_token import AccessTokens, Refused
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost", "127.0.0.1"], SECRET_KEY=os.urandom(32).hex())
tokens = AccessTokens(os.environ["ISSUER"], os.environ["AUDIENCE"])


def allowed(permission=None, role=None):
    def decorate(view):
        @csrf_exempt  # A browser adds no access token by itself, so there is nothing to forge.
        @functools.wraps(view)
        def checked(request, *arguments, **named):
            try:
                request.claims = tokens.check(request.headers.get("Authorization"), permission, role)
            except Refused as refused:
                return HttpResponse(status=refused.status, headers={"WWW-Authenticate": refused.challenge})
            return view(request, *arguments, **named)

        return checked

    return decorate


def home(request):
    return HttpResponse("Inventory")


@allowed("inventory.read")
def read(request):
    return JsonResponse({"items": ["lamp"], "user": request.claims["sub"]})


@allowed("inventory.write")
def add(request):
    return JsonResponse({"added": True})


def items(request):
    return add(request) if request.method == "POST" else read(request)


items.csrf_exempt = True


@allowed(role="manager")
@require_POST
def close(request):
    return JsonResponse({"closed": True})


urlpatterns = [path("", home), path("items", items), path("close", close)]
application = get_wsgi_application()
