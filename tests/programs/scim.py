"""Lets scim2-tester look at the SCIM server of a provider, and prints what it found.

Usage: scim.py DOORWARD
"""

import sys
import tempfile
from pathlib import Path

import httpx2
import requests
from kit.provider import Provider
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

CLIENT, SECRET = "scim-tester", "a secret of the SCIM tester, by chance"
DECLARED = f"""
[[clients]]
client_id = "{CLIENT}"
client_name = "SCIM tester"
grant_types = ["client_credentials"]
response_types = []
scope = "doorward.users:write doorward.groups:write"
client_secret = "{SECRET}"
"""


def token(provider):
    """An access token of the provisioning client."""
    form = {"grant_type": "client_credentials"}
    answer = requests.post(
        provider.issuer + "/token", data=form, auth=(CLIENT, SECRET), verify=str(provider.authority), timeout=30
    )
    answer.raise_for_status()
    return answer.json()["access_token"]


def check(provider):
    """What the tester found."""
    headers = {"authorization": "Bearer " + token(provider)}
    base = provider.issuer + "/scim/v2"
    with httpx2.Client(base_url=base, headers=headers, verify=str(provider.authority), timeout=30) as http:
        return check_server(SyncSCIMClient(http))


def main():
    with tempfile.TemporaryDirectory(prefix="scim-") as folder:
        provider = Provider(sys.argv[1], Path(folder))
        with open(provider.folder / "apply.toml", "a") as declared:
            declared.write(DECLARED)
        try:
            provider.serve()
            results = check(provider)
        finally:
            provider.stop()
    wrong = 0
    for result in results:
        print(f"{result.status.name:12} {result.title}: {result.reason}")
        wrong += result.status in (Status.ERROR, Status.CRITICAL)
    print(f"{len(results)} checks, {wrong} failed")
    return 1 if wrong or not results else 0


if __name__ == "__main__":
    sys.exit(main())
