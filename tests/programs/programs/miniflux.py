"""Miniflux, from the Go module proxy, with PostgreSQL."""

import os

PRESET = "miniflux"
INSTALLS = ["miniflux"]
SHOWS = "Logged in as ada"


def start(place):
    own = {
        "DATABASE_URL": os.environ["TEST_POSTGRES_URL"] + "/postgres?sslmode=disable",
        "RUN_MIGRATIONS": "1",
        "LISTEN_ADDR": f"127.0.0.1:{place.port}",
    }
    place.start([place.tools.go / "miniflux.app"], {**own, **place.lines(place.snippet)})
    place.wait(place.url + "/healthcheck")


def sign_in(place, user):
    user.open(place.url + "/oauth2/oidc/redirect")
    return user.open(place.url + "/settings").text
