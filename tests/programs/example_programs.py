"""How each of `examples/` is installed and started: in a copy, so that what is fetched stays out of the repository."""

import shutil
import sys
from pathlib import Path

from kit.installs import run

SOURCES = Path(__file__).parents[2] / "examples"


def copy(name, programs):
    """Copies an example beside what was installed for it."""
    return Path(shutil.copytree(SOURCES / name, programs / name, dirs_exist_ok=True))


def is_installed(wanted, folder):
    """Whether what this text asks for was installed there already."""
    mark = folder / ".installed"
    return mark.exists() and mark.read_text() == wanted


class Node:
    """A folder with a package.json, whose app.js listens at PORT."""

    def __init__(self, name):
        self.name = name

    def install(self, programs):
        folder = copy(self.name, programs)
        wanted = (folder / "package.json").read_text()
        if not is_installed(wanted, folder):
            run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder])
            (folder / ".installed").write_text(wanted)

    def command(self, programs, _port):
        return ["node", programs / self.name / "app.js"], None


class Python:
    """An app of the folder python, started by uvicorn."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def install(self, programs):
        folder = copy("python", programs)
        wanted = (folder / "requirements.txt").read_text()
        if not is_installed(wanted, folder):
            run([sys.executable, "-m", "venv", folder / "venv"])
            run([folder / "venv" / "bin" / "pip", "install", "--quiet", "-r", folder / "requirements.txt"])
            (folder / ".installed").write_text(wanted)

    def command(self, programs, port):
        folder = programs / "python"
        return [folder / "venv" / "bin" / "uvicorn", *self.arguments, "--host", "127.0.0.1", "--port", str(port)], folder


class Go:
    """A module that becomes one program."""

    def install(self, programs):
        folder = copy("go", programs)
        run(["go", "build", "-C", folder, "-buildvcs=false", "-o", folder / "inventory", "."])

    def command(self, programs, _port):
        return [programs / "go" / "inventory"], None


class Maven:
    """A project whose package is a jar that runs."""

    def install(self, programs):
        folder = copy("spring", programs)
        run(["mvn", "-q", "-B", "-f", folder / "pom.xml", "-DskipTests", "package"])

    def command(self, programs, _port):
        return ["java", "-jar", programs / "spring" / "target" / "inventory-1.jar"], None


EXAMPLES = {
    "express": Node("express"),
    "fastapi": Python("fastapi_app:app"),
    "go": Go(),
    "django": Python("django_app:application", "--interface", "wsgi"),
    "spring": Maven(),
}
# The backend for a single-page app: it has the API of another example behind it.
BACKEND, API = "bff", "express"
ALL = {**EXAMPLES, BACKEND: Node(BACKEND)}
