"""Starts each of `examples/` against Doorward and against a stand-in, and sends it the same tokens, good and bad.

Usage: examples.py DOORWARD FOLDER [NAME…]: FOLDER is where packages are installed.
"""

import signal
import sys
import tempfile
import traceback
from pathlib import Path

from example_cases import PASSWORD, SECRET, against_doorward, against_stand_in
from example_programs import EXAMPLES
from kit.place import Place, free_port
from kit.provider import Provider
from stand_in import StandIn

AUDIENCE = "https://inventory.example.com"
SETTINGS = """
[keys]
jwks_cache_seconds = 1

[tokens]
access_token_seconds = 30
"""


class Started:
    """An example that answers at a port of its own."""

    def __init__(self, name, folder, issuer, trust, programs):
        port = free_port()
        self.name, self.url = name, f"http://127.0.0.1:{port}"
        self.place = Place(folder, port, self.url, trust, {}, None)
        command, where = EXAMPLES[name].command(programs, port)
        own = {"ISSUER": issuer, "AUDIENCE": AUDIENCE, "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}
        self.place.start(command, own, where)
        self.place.wait(self.url + "/")


def run(binary, programs, names, data):
    """Every case for every example; the answer is what went wrong."""
    provider, stand_in = Provider(binary, data / "doorward"), StandIn()
    with open(provider.settings, "a") as settings:
        settings.write(SETTINGS)
    started, wrong = [], []

    def start_all(issuer, kind):
        for name in names:
            folder = data / f"{name}-{kind}"
            folder.mkdir()
            started.append(Started(name, folder, issuer, provider.trust, programs))
        return started[-len(names) :]

    try:
        wrong += against_stand_in(start_all(stand_in.issuer, "stand-in"), stand_in, AUDIENCE)
        declare(provider, stand_in)
        provider.serve()
        wrong += against_doorward(start_all(provider.issuer, "doorward"), provider, stand_in)
    except Exception:
        wrong.append(traceback.format_exc() + provider.logs())
    finally:
        for one in started:
            one.place.stop()
        provider.stop()
        stand_in.stop()
    for one in started:
        if any(line.startswith(one.name + ":") for line in wrong):
            wrong.append(one.place.logs())
    return wrong


def declare(provider, stand_in):
    """Applies the file that readers are told to apply."""
    file = Path(__file__).parents[2] / "examples" / "apply.toml"
    (provider.folder / "apply.toml").write_text("")
    variables = {"INVENTORY_URL": stand_in.issuer, "INVENTORY_SECRET": SECRET, "ROBOT_SECRET": SECRET, "PASSWORD": PASSWORD}
    provider.run([provider.binary, "--config", provider.settings, "apply", file], variables)


def main(binary, programs, *names):
    unknown = set(names) - set(EXAMPLES)
    if unknown:
        sys.exit(f"no such example: {', '.join(sorted(unknown))}")
    names = list(names or EXAMPLES)
    programs = Path(programs) / "examples"
    for name in names:
        EXAMPLES[name].install(programs)
    with tempfile.TemporaryDirectory(prefix="examples-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "doorward").mkdir()
        wrong = run(Path(binary), programs, names, Path(folder))
    print("\n".join(wrong), flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    # So that what was started is ended then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(*sys.argv[1:])
