"""pgAdmin, from PyPI, in server mode."""

import re

from kit.user import Form

PRESET = "pgadmin"
INSTALLS = ["python"]
SHOWS = "ada@example.com"

OWN = """\
SERVER_MODE = True
DATA_DIR = "{folder}/data"
LOG_FILE = "{folder}/pgadmin4.log"
SQLITE_PATH = "{folder}/pgadmin4.db"
SESSION_DB_PATH = "{folder}/sessions"
STORAGE_DIR = "{folder}/storage"
DEFAULT_SERVER = "127.0.0.1"
DEFAULT_SERVER_PORT = {port}
UPGRADE_CHECK_ENABLED = False
MASTER_PASSWORD_REQUIRED = False
"""


def start(place):
    (place.folder / "data").mkdir()
    place.write("config_local.py", OWN.format(folder=place.folder, port=place.port) + place.snippet)
    package = next((place.tools.python.parent / "lib").glob("python3*/site-packages/pgadmin4"))
    environment = {
        "PYTHONPATH": str(place.folder),
        "PGADMIN_SETUP_EMAIL": "operator@example.com",
        "PGADMIN_SETUP_PASSWORD": "a password of this test alone",
    }
    place.start([place.tools.python / "python", package / "pgAdmin4.py"], environment)
    place.wait(place.url + "/misc/ping")


def sign_in(place, user):
    page = user.open(place.url + "/login")
    token = re.search(r'csrfToken"?\W+([\w.-]+)', page.text)
    assert token, page.text[-3000:]
    values = {"oauth2_button": "doorward", "csrf_token": token[1]}
    form = Form({"action": place.url + "/authenticate/login", "method": "post"})
    user.submit(page, form, **values)
    return user.open(place.url + "/user_management/current_user.js").text


def sign_out(place, user):
    user.sign_out_there(place.url, "/oauth2/logout")
