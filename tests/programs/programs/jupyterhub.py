"""JupyterHub with oauthenticator, from PyPI, and its proxy, from npm, for the members of a group."""

from kit.place import free_port
from kit.provider import GROUP

PRESET = "jupyterhub"
INSTALLS = ["python", "node"]
SHOWS = "ada"
REFUSES = "not currently authorized"

OWN = """\
c.JupyterHub.bind_url = "{url}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.spawner_class = "simple"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.auth_token = "a-token-of-this-test-alone"
"""

# What an operator changes of the preset, to let in the members of one group.
RULE = """
c.GenericOAuthenticator.allow_all = False
c.GenericOAuthenticator.allowed_groups = {{"{group}"}}
"""


def start(place):
    proxy = place.tools.node / ".bin" / "configurable-http-proxy"
    hub = free_port()
    own = OWN.format(url=place.url, hub=hub, api=free_port(), proxy=proxy)
    config = place.write("jupyterhub_config.py", own + place.snippet + RULE.format(group=GROUP))
    place.start([place.tools.python / "jupyterhub", "--config", config])
    # Asked before the hub is there, its proxy answers by itself.
    place.wait(f"http://127.0.0.1:{hub}/hub/health")
    place.wait(place.url + "/hub/health")


def sign_in(place, user):
    # The list of one's tokens: a page that needs no server of one's own to be started.
    page = user.open(place.url + "/hub/oauth_login?next=/hub/token")
    if page.status == 403:
        return page.text
    _, _, rest = page.text.partition('user: "')
    return rest.partition('"')[0] or page.text[:2000]
