"""Synapse, from PyPI."""

import re
import time

PRESET = "synapse"
INSTALLS = ["python"]
SHOWS = "@ada:localhost"

OWN = """\
server_name: localhost
pid_file: "{folder}/synapse.pid"
signing_key_path: "{folder}/signing.key"
media_store_path: "{folder}/media"
report_stats: false
trusted_key_servers: []
macaroon_secret_key: "a secret of this test alone"
listeners:
  - port: {port}
    type: http
    bind_addresses: ["127.0.0.1"]
    resources:
      - names: [client]
database:
  name: sqlite3
  args:
    database: "{folder}/synapse.db"
"""


def start(place):
    own = OWN.format(url=place.url, folder=place.folder, port=place.port)
    config = place.write("homeserver.yaml", own + place.snippet)
    command = [place.tools.python / "python", "-m", "synapse.app.homeserver", "--config-path", config]
    place.run([*command, "--generate-keys"])
    place.start(command)
    place.wait(place.url + "/health")


def sign_in(place, user):
    flows = user.browser.get(place.url + "/_matrix/client/v3/login", timeout=30).json()["flows"]
    providers = [one for flow in flows for one in flow.get("identity_providers", [])]
    page = user.open(
        f"{place.url}/_matrix/client/v3/login/sso/redirect/{providers[0]['id']}",
        params={"redirectUrl": place.url + "/app"},
    )
    found = re.search(r"loginToken=([A-Za-z0-9_.~-]+)", page.address + " " + page.text)
    assert found, f"no login token at {page.address}: {page.text[:2000]}"
    login = {"type": "m.login.token", "token": found[1]}
    answer = user.browser.post(place.url + "/_matrix/client/v3/login", json=login, timeout=30).json()
    place.token = answer["access_token"]
    return who(place, user).text


def who(place, user):
    headers = {"Authorization": f"Bearer {place.token}"}
    return user.browser.get(place.url + "/_matrix/client/v3/account/whoami", headers=headers, timeout=30)


def sign_out(place, user):
    """At the provider, which tells Synapse: the user's device is signed out there."""
    user.open(user.issuer + "/end_session")
    for _ in range(100):
        if who(place, user).status_code == 401:
            return
        time.sleep(0.1)
    raise AssertionError("Synapse was not told of the sign-out")
