"""Starts each of `examples/` against Doorward and against a stand-in, and sends it the same tokens, good and bad.

Usage: examples.py DOORWARD FOLDER [NAME…]: FOLDER is where packages are installed.
"""

import signal
import sys
import tempfile
import traceback
from pathlib import Path
from urllib.parse import urlsplit

from example_bff import against_browser
from example_cases import PASSWORD, SECRET, against_doorward, against_stand_in
from example_nextjs import against_nextjs
from example_programs import ALL, API, WEB_APPS
from kit.place import Place, free_port
from kit.provider import Provider
from stand_in import StandIn

BROWSERS = {"bff": against_browser, "nextjs": against_nextjs}
AUDIENCE = "https://inventory.example.com"
SETTINGS = """
[keys]
jwks_cache_seconds = 1

[tokens]
access_token_seconds = 30
"""


class Started:
    """An example that answers at a port of its own."""

    def __init__(self, name, run, issuer, url=None, **variables):
        self.name, self.url = name, url or f"http://127.0.0.1:{free_port()}"
        port = urlsplit(self.url).port
        folder = Path(tempfile.mkdtemp(prefix=name + "-", dir=run.data))
        self.place = Place(folder, port, self.url, run.provider.trust, {}, None)
        command, where = ALL[name].command(run.programs, port)
        own = {"ISSUER": issuer, "AUDIENCE": AUDIENCE, "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1", "CACHE_PATH": str(folder / "cache")}
        self.place.start(trusting(command, run.provider.trust), {**own, **variables}, where)
        # Before it answers: what does not is ended too, and its log is shown.
        run.started.append(self)
        self.place.wait(self.url + "/")


def trusting(command, trust):
    """The command; Java and PHP are told of the authority by options of their own."""
    program, *arguments = command
    options = {"java": trust.java_options, "php": lambda: ["-d", f"curl.cainfo={trust.authority}"]}
    return [program, *options[program](), *arguments] if program in options else command


class Run:
    """A provider, a stand-in for it, and the examples that were started."""

    def __init__(self, binary, programs, data):
        self.programs, self.data, self.started = programs, data, []
        self.provider, self.stand_in = Provider(binary, data / "doorward"), StandIn()
        with open(self.provider.settings, "a") as settings:
            settings.write(SETTINGS)
        # What the examples need is in a file of theirs.
        (self.provider.folder / "apply.toml").write_text("")

    def start(self, name, issuer, url=None, **variables):
        return Started(name, self, issuer, url, **variables)

    def declare(self, url):
        """Applies the file that readers are told to apply, for an app at this address."""
        file = Path(__file__).parents[2] / "examples" / "apply.toml"
        variables = {"INVENTORY_URL": url, "INVENTORY_SECRET": SECRET, "ROBOT_SECRET": SECRET, "PASSWORD": PASSWORD}
        self.provider.run([self.provider.binary, "--config", self.provider.settings, "apply", file], variables)

    def web_app(self, name):
        """The cases of an app that users sign in to, with a browser."""
        # Next.js takes 127.0.0.1 for localhost, and then the callback address is another.
        url = f"http://localhost:{free_port()}"
        self.declare(url)
        api = self.start(API, self.provider.issuer)
        variables = {"APP_URL": url, "CLIENT_SECRET": SECRET, "API": api.url}
        own = {"AUTH_URL": url, "AUTH_SECRET": SECRET, "NEXT_TELEMETRY_DISABLED": "1"} if name == "nextjs" else {}
        return BROWSERS[name](self.start(name, self.provider.issuer, url, **variables, **own), self.provider)

    def cases(self, names):
        """Every case for every example; the answer is what went wrong."""
        apis, wrong = [name for name in names if name not in WEB_APPS], []
        if apis:
            started = [self.start(name, self.stand_in.issuer) for name in apis]
            wrong += against_stand_in(started, self.stand_in, AUDIENCE)
        self.declare(self.stand_in.issuer)
        self.provider.serve()
        for name in names:
            if name in WEB_APPS:
                wrong += self.web_app(name)
                self.declare(self.stand_in.issuer)
        if apis:
            started = [self.start(name, self.provider.issuer) for name in apis]
            wrong += against_doorward(started, self.provider, self.stand_in)
        return wrong

    def logs(self, wrong):
        """What those wrote for which something is wrong."""
        return [one.place.logs() for one in self.started if any(line.startswith(one.name + ":") for line in wrong)]

    def stop(self):
        for one in self.started:
            one.place.stop()
        self.provider.stop()
        self.stand_in.stop()


def try_all(binary, programs, names, data):
    """What went wrong, with the logs of whom it went wrong for."""
    run = Run(binary, programs, data)
    try:
        wrong = run.cases(names)
        return wrong + run.logs(wrong)
    except Exception:
        return [traceback.format_exc(), run.provider.logs(), *(one.place.logs() for one in run.started)]
    finally:
        run.stop()


def main(binary, programs, *names):
    unknown = set(names) - set(ALL)
    if unknown:
        sys.exit(f"no such example: {', '.join(sorted(unknown))}")
    names = list(names or ALL)
    programs = Path(programs) / "examples"
    for name in dict.fromkeys([*names, API] if WEB_APPS.keys() & set(names) else names):
        ALL[name].install(programs)
    with tempfile.TemporaryDirectory(prefix="examples-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "doorward").mkdir()
        wrong = try_all(Path(binary), programs, names, Path(folder))
    print("\n".join(wrong), flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    # So that what was started is ended then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(*sys.argv[1:])
