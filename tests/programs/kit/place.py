"""Where one program runs: a folder, a free port, its configuration and its processes."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import requests

START_SECONDS = 60
LOGGED = 16_000


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Processes:
    """Processes that were started here, each in a group of its own, and that are all ended here."""

    def __init__(self, folder, environment):
        self.folder, self.environment = Path(folder), environment
        self.running = []

    def start(self, command, environment=None, folder=None):
        name = Path(command[0]).name
        log = open(self.folder / f"{name}.{len(self.running)}.log", "wb")
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder or self.folder,
            env={**self.environment, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.running.append(process)
        return process

    def run(self, command, environment=None, seconds=60, text=None):
        """Runs a command to its end and returns what it printed; a failure is an error with its output."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env={**self.environment, **(environment or {})},
            input=text if text is not None else "",
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode != 0:
            shown = (done.stdout + done.stderr)[-3000:]
            raise AssertionError(f"{command[0]} answered {done.returncode}: {shown}")
        return done.stdout

    def wait(self, address, verify=True):
        """Waits until something answers there, or the process that should is gone."""
        asking = requests.Session()
        asking.trust_env, asking.verify = False, verify
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if any(process.poll() is not None for process in self.running):
                break
            try:
                if asking.get(address, timeout=5, allow_redirects=False).status_code < 400:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise AssertionError(f"nothing answers at {address}")

    def stop(self):
        for process in reversed(self.running):
            self._signal(process, signal.SIGTERM)
        for process in reversed(self.running):
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                pass
            # The group too: programs start others, which outlive them.
            self._signal(process, signal.SIGKILL)
            process.wait(timeout=10)
        self.running = []
        self._end_strays()

    def _end_strays(self):
        """Ends what left the group of its program: processes that work in this folder, which is of this run alone."""
        for entry in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if entry.resolve(strict=True).is_relative_to(self.folder.resolve()):
                    os.kill(int(entry.parent.name), signal.SIGKILL)
            except OSError:
                # It ended meanwhile, or is that of somebody else.
                continue

    @staticmethod
    def _signal(process, number):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass

    def logs(self):
        """The end of what each process wrote."""
        parts = []
        for log in sorted(self.folder.glob("*.log")):
            parts.append(f"--- {log.name}\n{log.read_text(errors='replace')[-LOGGED:]}")
        return "\n".join(parts)


class Place(Processes):
    """The place of one program, with what `doorward client add --preset` printed for it."""

    def __init__(self, folder, port, url, trust, printed, tools):
        home = Path(folder)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TMPDIR": str(home),
            **trust.environment,
        }
        super().__init__(home, environment)
        self.port, self.url, self.trust, self.tools = port, url, trust, tools
        self.printed = printed

    @property
    def snippet(self):
        """The text to paste, where the preset prints one for a single file."""
        [text] = self.printed.values()
        return text

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    @staticmethod
    def lines(text):
        """Environment lines, as an env file is read: NAME=value, quotes as a shell has them."""
        values = {}
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            name, _, value = line.removeprefix("export ").partition("=")
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            values[name.strip()] = value
        return values
