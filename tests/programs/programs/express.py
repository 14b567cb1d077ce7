"""express-openid-connect in an Express app, from npm."""

PRESET = "express"
INSTALLS = ["node"]
SHOWS = '"email":"ada@example.com"'

APP = """\
const express = require("express");

const app = express();
SNIPPET
app.get("/", (request, response) => response.json(request.oidc.user));
app.listen(Number(process.env.PORT), "127.0.0.1");
"""


def start(place):
    place.write("app.cjs", APP.replace("SNIPPET", place.snippet))
    (place.folder / "node_modules").symlink_to(place.tools.node)
    place.start(["node", "app.cjs"], {"PORT": str(place.port)})
    place.wait(place.url + "/")


def sign_in(place, user):
    return user.open(place.url + "/").text


def sign_out(place, user):
    user.sign_out_there(place.url, "/logout")
