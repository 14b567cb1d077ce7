"""oauth2-proxy, from the Go module proxy, in front of a page of its own, for the members of a group."""

from kit.provider import GROUP

PRESET = "oauth2-proxy"
INSTALLS = ["oauth2-proxy"]
SHOWS = '"email":"ada@example.com"'
REFUSES = "Forbidden"


def start(place):
    own = {
        "OAUTH2_PROXY_HTTP_ADDRESS": f"127.0.0.1:{place.port}",
        "OAUTH2_PROXY_UPSTREAMS": "static://202",
    }
    config = place.write("oauth2-proxy.cfg", place.snippet)
    place.start([place.tools.go / "oauth2-proxy", "--config", config, f"--allowed-group={GROUP}"], own)
    place.wait(place.url + "/ping")


def sign_in(place, user):
    answer = user.open(place.url + "/oauth2/start?rd=/oauth2/userinfo")
    if answer.status == 403:
        return answer.text
    return user.open(place.url + "/oauth2/userinfo").text
