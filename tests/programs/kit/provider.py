"""The provider: `doorward serve` over TLS, on a fresh data folder, with one user."""

import json
import os
import subprocess
from pathlib import Path

from .place import Processes, free_port

ACCOUNT = ("ada", "a few words do very well")
# Who is in no group.
OUTSIDER = ("grace", "some other words do as well")
NAME, ADDRESS, GROUP = "Ada Lovelace", "ada@example.com", "staff"

SETTINGS = """\
issuer = "{issuer}"
listen = "127.0.0.1:{port}"
master_key_file = "{folder}/master.key"
master_key_create = true
declarations = "{folder}/apply.toml"

[tls]
certificate = "{folder}/certificate.pem"
key = "{folder}/key.pem"

[outbound]
# The programs that want to hear of a sign-out are on this machine.
allow_private_addresses = true

[database]
url = "sqlite://{folder}/doorward.db"
"""

USERS = f"""\
[[users]]
username = "{ACCOUNT[0]}"
password = "{ACCOUNT[1]}"
email = "{ADDRESS}"
email_verified = true
name = "{NAME}"
given_name = "Ada"
family_name = "Lovelace"
groups = ["{GROUP}"]

[[users]]
username = "{OUTSIDER[0]}"
password = "{OUTSIDER[1]}"
email = "grace@example.com"
email_verified = true

[[groups]]
name = "{GROUP}"
"""


class Trust:
    """A certificate authority of this run alone, and how each runtime is told of it."""

    def __init__(self, folder):
        self.authority, self.store = folder / "authority.pem", folder / "authority.p12"
        self._make(folder)
        self.environment = {
            # OpenSSL, Go and Ruby; Python's requests; Node.js; curl; Java.
            "SSL_CERT_FILE": str(self.authority),
            "REQUESTS_CA_BUNDLE": str(self.authority),
            "NODE_EXTRA_CA_CERTS": str(self.authority),
            "CURL_CA_BUNDLE": str(self.authority),
        }

    def _make(self, folder):
        self._openssl(
            folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Authority of a test",
            "-addext", "basicConstraints=critical,CA:true", "-addext", "keyUsage=critical,keyCertSign",
            "-keyout", "authority.key", "-out", "authority.pem",
        )  # fmt: skip
        self._openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "request.pem")
        (folder / "names").write_text(
            "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:false\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n"
        )
        self._openssl(
            folder, "x509", "-req", "-in", "request.pem", "-days", "2", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-extfile", "names", "-out", "certificate.pem",
        )  # fmt: skip

    @staticmethod
    def _openssl(folder, *arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    def java_options(self):
        """A trust store for Java, made when the first program wants it."""
        if not self.store.exists():
            subprocess.run(
                ["keytool", "-importcert", "-noprompt", "-alias", "authority", "-file", self.authority]
                + ["-keystore", self.store, "-storetype", "PKCS12", "-storepass", "changeit"],
                check=True,
                capture_output=True,
            )
        return [f"-Djavax.net.ssl.trustStore={self.store}", "-Djavax.net.ssl.trustStorePassword=changeit"]


class Provider(Processes):
    """One `doorward serve`."""

    def __init__(self, binary, folder):
        super().__init__(folder, {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"})
        self.binary = Path(binary)
        # Programs that give up being root read the authority; what else is here is private by its own mode.
        self.folder.chmod(0o711)
        self.trust = Trust(self.folder)
        self.authority = self.trust.authority
        port = free_port()
        self.issuer = f"https://localhost:{port}"
        self.settings = self.folder / "doorward.toml"
        self.settings.write_text(SETTINGS.format(issuer=self.issuer, port=port, folder=self.folder))
        (self.folder / "apply.toml").write_text(USERS)

    def serve(self):
        self.start([self.binary, "--config", self.settings, "serve"])
        self.wait(self.issuer + "/readyz", verify=str(self.authority))

    def add_client(self, preset, url):
        """Adds a client as an operator does, and returns what the command prints to be pasted: text by its title."""
        answer = self.run(
            [self.binary, "--config", self.settings, "--json", "client", "add", "--client-id", preset, "--preset", preset, "--url", url]
        )
        return {block["title"]: block["text"] for block in json.loads(answer)["snippets"]}
