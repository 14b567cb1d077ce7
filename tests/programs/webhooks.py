"""Verifies what a webhook is told with the package standardwebhooks, as a receiver does.

Usage: webhooks.py DOORWARD
"""

import http.server
import json
import queue
import sys
import tempfile
import threading
from pathlib import Path

from kit.place import free_port
from kit.provider import Provider
from standardwebhooks import Webhook, WebhookVerificationError

SECRET, NEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_ZG9vcndhcmQgdGVzdHMgaXRzIHdlYmhvb2tz"
DECLARED = """
[[webhooks]]
name = "receiver"
url = "http://127.0.0.1:{port}/hook"
allow_private_addresses = true
secret = "{secret}"
"""


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes every event, and keeps it with its headers."""

    came = queue.Queue()

    def do_POST(self):
        """Accepts an event."""
        body = self.rfile.read(int(self.headers["content-length"]))
        Receiver.came.put((body, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


def command(provider, *words):
    """Runs a command of the provider."""
    return provider.run([provider.binary, "--config", provider.settings, *words])


def next_of_type(wanted):
    """The next event of a type, with its headers."""
    while True:
        body, headers = Receiver.came.get(timeout=30)
        if json.loads(body)["type"] == wanted:
            return body, headers


def is_refused(secret, body, headers):
    """Whether a receiver with this secret refuses a request."""
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return True
    return False


def check(provider):
    """One event by the old secret, one while both are good, one by a secret of nobody."""
    command(provider, "webhook", "test", "receiver")
    body, headers = next_of_type("webhook.test")
    assert Webhook(SECRET).verify(body, headers)["type"] == "webhook.test"
    assert is_refused(NEXT, body, headers)
    assert is_refused(SECRET, body + b" ", headers)
    late = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 3600)}
    assert is_refused(SECRET, body, late)
    command(provider, "webhook", "rotate-secret", "receiver", "--secret", NEXT)
    command(provider, "group", "add", "verified")
    body, headers = next_of_type("group.created")
    for secret in (SECRET, NEXT):
        assert Webhook(secret).verify(body, headers)["data"]["group"] == "verified"
    print("standardwebhooks verifies what webhooks are told")


def main():
    """Starts a receiver and a provider."""
    port = free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="webhooks-") as folder:
        provider = Provider(sys.argv[1], Path(folder))
        with open(provider.folder / "apply.toml", "a") as declared:
            declared.write(DECLARED.format(port=port, secret=SECRET))
        try:
            provider.serve()
            check(provider)
        finally:
            provider.stop()
            server.shutdown()


if __name__ == "__main__":
    main()
