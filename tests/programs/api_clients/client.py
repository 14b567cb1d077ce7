"""Adds, reads, changes and deletes a group and a user with the client that openapi-python-client generated.

Usage, beside the folder `generated`: client.py BASE, with the access token in TOKEN.
"""

import os
import sys

sys.path.insert(0, os.getcwd())

from generated.api.default import change_user, create_group, create_user, delete_group, delete_user, list_groups, read_user  # noqa: E402
from generated.client import AuthenticatedClient  # noqa: E402
from generated.models import Group, NewGroup, NewUser, Problem, User, UserPatch  # noqa: E402


def main():
    client = AuthenticatedClient(base_url=sys.argv[1], token=os.environ["TOKEN"])
    group = create_group.sync(client=client, body=NewGroup(name="pilots"))
    assert isinstance(group, Group) and group.name == "pilots", group
    again = create_group.sync(client=client, body=NewGroup(name="pilots"))
    assert isinstance(again, Problem) and again.status == 409, again
    page = list_groups.sync(client=client)
    assert "pilots" in [found.name for found in page.items], page
    user = create_user.sync(client=client, body=NewUser(email="amelia@example.com", name="Amelia"))
    assert isinstance(user, User) and user.email == "amelia@example.com", user
    changed = change_user.sync(user.id, client=client, body=UserPatch(name="Amelia Earhart"))
    assert isinstance(changed, User) and changed.name == "Amelia Earhart", changed
    assert read_user.sync(user.id, client=client).name == "Amelia Earhart"
    assert delete_user.sync_detailed(user.id, client=client).status_code == 204
    assert delete_group.sync_detailed("pilots", client=client).status_code == 204
    missing = read_user.sync(user.id, client=client)
    assert isinstance(missing, Problem) and missing.status == 404, missing


if __name__ == "__main__":
    main()
