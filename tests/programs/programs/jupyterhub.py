"""JupyterHub with oauthenticator, from PyPI, and its proxy, from npm."""

from kit.place import free_port

PRESET = "jupyterhub"
INSTALLS = ["python", "node"]
SHOWS = "ada"

OWN = """\
c.JupyterHub.bind_url = "{url}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.spawner_class = "simple"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.auth_token = "a-token-of-this-test-alone"
"""


def start(place):
    proxy = place.tools.node / ".bin" / "configurable-http-proxy"
    hub = free_port()
    own = OWN.format(url=place.url, hub=hub, api=free_port(), proxy=proxy)
    config = place.write("jupyterhub_config.py", own + place.snippet)
    place.start([place.tools.python / "jupyterhub", "--config", config])
    # Asked before the hub is there, its proxy answers by itself.
    place.wait(f"http://127.0.0.1:{hub}/hub/health")
    place.wait(place.url + "/hub/health")


def sign_in(place, person):
    # The list of one's tokens: a page that needs no server of one's own to be started.
    page = person.open(place.url + "/hub/oauth_login?next=/hub/token")
    _, _, rest = page.text.partition('user: "')
    return rest.partition('"')[0] or page.text[:2000]
