"""Auth.js in an Express app, from npm."""

PRESET = "authjs"
INSTALLS = ["node"]
SHOWS = '"email":"ada@example.com"'

APP = """\
import express from "express";
import { ExpressAuth, getSession } from "@auth/express";
import config from "./auth.config.js";

const app = express();
app.use("/api/auth", ExpressAuth(config));
app.get("/", async (request, response) => response.json(await getSession(request, config)));
app.listen(Number(process.env.PORT), "127.0.0.1");
"""


def start(place):
    place.write("auth.config.js", place.printed["auth.config.js"])
    place.write("app.js", APP)
    place.write("package.json", '{ "type": "module" }')
    (place.folder / "node_modules").symlink_to(place.tools.node)
    own = {"PORT": str(place.port), "AUTH_TRUST_HOST": "true"}
    place.start(["node", "app.js"], {**own, **place.lines(place.printed[".env.local"])})
    place.wait(place.url + "/api/auth/providers")


def sign_in(place, user):
    page = user.open(place.url + "/api/auth/signin")
    form = next(one for one in page.forms if "/signin/" in one.action)
    user.submit(page, form)
    return user.open(place.url + "/").text
