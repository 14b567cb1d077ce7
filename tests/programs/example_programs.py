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
    """A folder with a package.json, whose app.js, or what it is built into, listens at PORT."""

    def __init__(self, name, starts=("app.js",), is_built=False):
        self.name, self.starts, self.is_built = name, starts, is_built

    def install(self, programs):
        folder = copy(self.name, programs)
        wanted = (folder / "package.json").read_text()
        if not is_installed(wanted, folder):
            run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder])
            (folder / ".installed").write_text(wanted)
        if self.is_built:
            run(["npm", "run", "--silent", "--prefix", folder, "build"], {"NEXT_TELEMETRY_DISABLED": "1"})

    def command(self, programs, _port):
        file, *arguments = self.starts
        return ["node", programs / self.name / file, *arguments], programs / self.name


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


class Cargo:
    """A member of the workspace of the folder rust, which becomes one program."""

    def __init__(self, name):
        self.program = f"inventory-{name}"

    def install(self, programs):
        folder = copy("rust", programs)
        run(["cargo", "build", "--quiet", "--locked", "--manifest-path", folder / "Cargo.toml", "--target-dir", folder / "target", "-p", self.program])

    def command(self, programs, _port):
        return [programs / "rust" / "target" / "debug" / self.program], None


class Laravel:
    """A project in PHP. Laravel and what the example needs are those of Debian; Composer installs newer ones for readers."""

    AUTOLOAD = """<?php
foreach (['Illuminate', 'phpseclib3', 'GuzzleHttp'] as $package) {
    require_once "/usr/share/php/$package/autoload.php";
}
spl_autoload_register(fn ($name) => @include __DIR__.'/../app/'.strtr(substr($name, 4), '\\\\', '/').'.php');
"""

    def install(self, programs):
        vendor = copy("laravel", programs) / "vendor"
        vendor.mkdir(exist_ok=True)
        (vendor / "autoload.php").write_text(self.AUTOLOAD)

    def command(self, programs, port):
        folder = programs / "laravel"
        return ["php", "-S", f"127.0.0.1:{port}", "-t", folder / "public", folder / "public" / "index.php"], folder


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
    "nestjs": Node("nestjs", ["dist/main.js"], is_built=True),
    "laravel": Laravel(),
    "axum": Cargo("axum"),
    "actix": Cargo("actix"),
}
# Apps that users sign in to: they have the API of another example behind them.
API = "express"
WEB_APPS = {
    "bff": Node("bff"),
    "nextjs": Node("nextjs", ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1"], is_built=True),
}
ALL = {**EXAMPLES, **WEB_APPS}
