"""Proves the OpenAPI document of the management API: every operation by schemathesis, and generated clients.

Usage: api.py DOORWARD PROGRAMS [ARGUMENT OF SCHEMATHESIS]…
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import requests
from kit.provider import Provider

CLIENTS = Path(__file__).parent / "api_clients"
CLIENT, SECRET = "api-robot", "a secret of the robot of the API, by chance"
PARTS = "users factors sessions groups roles apps organizations providers keys webhooks audit settings".split()
SCOPE = " ".join(f"doorward.{part}:write" for part in PARTS)
DECLARED = f"""
[[clients]]
client_id = "{CLIENT}"
client_name = "Robot"
grant_types = ["client_credentials"]
response_types = []
scope = "{SCOPE}"
client_secret = "{SECRET}"

[[clients]]
client_id = "notes"
client_name = "Notes"
client_secret = "{SECRET}"
redirect_uris = ["https://notes.example.com/callback"]

[[roles]]
app = "notes"
name = "editor"
permissions = ["notes.write"]

[[groups]]
name = "pruned"

[[users]]
username = "lost"
email = "lost@example.com"

[[organizations]]
slug = "acme"
name = "Acme"

[[organizations]]
slug = "globex"
name = "Globex"

[[webhooks]]
name = "crm"
url = "https://crm.example.com/hook"
"""
# Things that are there for every operation, and those that are there to be deleted.
KNOWN = {"group": "staff", "app": "notes", "role": "editor", "webhook": "crm", "organization": "acme", "which": "passkeys"}
DELETED = {"/groups/{group}": {"group": "pruned"}}
DELETED |= {"/apps/{app}/roles/{role}": {"role": "lost"}, "/webhooks/{webhook}": {"webhook": "lost"}}
DELETED |= {"/organizations/{organization}": {"organization": "globex"}}
# Below what the API takes of one caller.
RATE = "5000/m"
# What an answer must keep to: it is no fault of the server, and the document describes it.
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
# Whoever has no token, or another, gets in nowhere.
CHECKS += ["ignored_auth"]


class Api:
    """The API of a provider, as somebody with every scope."""

    def __init__(self, provider, programs):
        self.provider, self.programs = provider, Path(programs)
        self.base = provider.issuer + "/api/v1"
        self.document = provider.folder / "openapi.json"
        self.token = self._token()
        answer = requests.get(self.base + "/openapi.json", verify=str(provider.authority), timeout=30)
        answer.raise_for_status()
        self.document.write_text(answer.text)

    def _token(self):
        form = {"grant_type": "client_credentials"}
        answer = requests.post(
            self.provider.issuer + "/token", data=form, auth=(CLIENT, SECRET), verify=str(self.provider.authority), timeout=30
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def identifier(self, username):
        """The identifier of a user."""
        headers = {"authorization": f"Bearer {self.token}"}
        query = {"filter": f'username eq "{username}"'}
        answer = requests.get(self.base + "/users", params=query, headers=headers, verify=str(self.provider.authority), timeout=30)
        answer.raise_for_status()
        return answer.json()["items"][0]["id"]

    def run(self, name, command, seconds, folder=None, **variables):
        """Runs a program, and says how it ended."""
        environment = {**os.environ, **self.provider.trust.environment, **variables}
        print(f"== {name}", flush=True)
        command = [str(part) for part in command]
        return subprocess.run(command, cwd=folder or self.provider.folder, env=environment, timeout=seconds, check=False).returncode == 0

    def fuzz(self, arguments):
        """Calls every operation with what the document allows, and with what it does not."""
        tool = self.programs / "api" / "bin" / "schemathesis"
        settings = self.provider.folder / "schemathesis.toml"
        settings.write_text(configuration(self.identifier("grace"), self.identifier("lost")))
        command = [tool, "--config-file", settings, "run", self.document, "--url", self.base, "--tls-verify", self.provider.authority]
        command += ["--header", f"Authorization: Bearer {self.token}", "--checks", ",".join(CHECKS)]
        command += ["--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--continue-on-failure", "--no-color"]
        command += ["--rate-limit", RATE]
        return self.run("schemathesis", [*command, *arguments], 1800)

    def python(self):
        """Generates a client for Python, and adds and reads a group with it."""
        bin_folder = self.programs / "api" / "bin"
        made = ["generate", "--path", self.document, "--output-path", "generated", "--meta", "none", "--overwrite"]
        if not self.run("openapi-python-client", [bin_folder / "openapi-python-client", *made], 300):
            return False
        return self.run("its client", [bin_folder / "python", CLIENTS / "client.py", self.base], 60, TOKEN=self.token)

    def typescript(self):
        """Generates types for TypeScript, compiles a program against them, and runs it."""
        node = self.programs / "api-node"
        tools = node / "node_modules" / ".bin"
        place = node / "client"
        place.mkdir(exist_ok=True)
        (place / "client.mts").write_text((CLIENTS / "client.mts").read_text())
        if not self.run("openapi-typescript", [tools / "openapi-typescript", self.document, "-o", place / "api.d.ts"], 120):
            return False
        options = ["--strict", "--noEmitOnError", "--target", "es2022", "--module", "nodenext", "--skipLibCheck"]
        if not self.run("tsc", [tools / "tsc", *options, "client.mts"], 120, place):
            return False
        return self.run("its program", ["node", place / "client.mjs", self.base], 60, TOKEN=self.token)

    def rust(self):
        """Generates a client for Rust, and adds and reads a group with it."""
        place = self.programs / "api-rust"
        [generator] = place.glob("openapi-generator-cli-*.jar")
        shutil.copytree(CLIENTS / "rust", place, dirs_exist_ok=True)
        shutil.rmtree(place / "generated", ignore_errors=True)
        options = ["generate", "-g", "rust", "-i", self.document, "-o", place / "generated", "--package-name", "doorward_api"]
        # Its warnings are about names that it changes: thousands.
        logs = ["-Dlog.level=error"]
        if not self.run("openapi-generator", ["java", *logs, "-jar", generator, *options], 300):
            return False
        print("== cargo", flush=True)
        # It asks its registry, which the authority of this run knows nothing of.
        built = subprocess.run(["cargo", "build", "--quiet", "--target-dir", "target"], cwd=place, timeout=1800, check=False)
        if built.returncode != 0:
            return False
        return self.run("its program", [place / "target" / "debug" / "client", self.base], 60, TOKEN=self.token)


def configuration(user, lost):
    """Where the paths lead, so that what is tried finds something."""
    known = {"user": user, **KNOWN}
    deleted = {"/users/{user}": {"user": lost}, **DELETED}

    def parameters(values):
        return "{" + ", ".join(f'"path.{name}" = "{value}"' for name, value in values.items()) + "}"

    lines = [f"parameters = {parameters(known)}"]
    for path, values in deleted.items():
        lines += ["[[operations]]", f'include-name = "DELETE {path}"', f"parameters = {parameters(values)}"]
    return "\n".join(lines)


def main():
    binary, programs, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="api-") as folder:
        provider = Provider(binary, Path(folder))
        with open(provider.folder / "apply.toml", "a") as declared:
            declared.write(DECLARED)
        try:
            provider.serve()
            api = Api(provider, programs)
            # The clients first: what schemathesis leaves behind is anybody's guess.
            results = {"Python": api.python(), "TypeScript": api.typescript()}
            if os.environ.get("RUST"):
                results["Rust"] = api.rust()
            results["schemathesis"] = api.fuzz(arguments)
        finally:
            provider.stop()
    for name, passed in results.items():
        print(f"{name}: {'passed' if passed else 'FAILED'}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
