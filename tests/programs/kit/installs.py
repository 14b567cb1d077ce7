"""How the programs come from their registries: unmodified, once, into target/test-clients."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

APPS = Path(__file__).parent.parent / "apps"
# The module of each, and the file that it becomes.
GO_PROGRAMS = {
    "oauth2-proxy": ("github.com/oauth2-proxy/oauth2-proxy/v7@v7.15.6", "oauth2-proxy"),
    "miniflux": ("miniflux.app/v2@v2.3.5", "miniflux.app"),
}
PYTHON_PACKAGES = [
    "matrix-synapse>=1.163,<2",
    "jupyterhub>=6,<7",
    "oauthenticator>=17,<18",
    "django>=5.2,<6",
    "django-allauth[socialaccount]>=65,<66",
    "mozilla-django-oidc>=5,<6",
    "pgadmin4>=9,<10",
]
NODE_PACKAGES = ["express@5", "@auth/express@0.12", "express-openid-connect@3", "configurable-http-proxy@5"]
DEBIAN_PACKAGES = {
    "apache": ["apache2-bin", "libapache2-mod-auth-openidc"],
    "ruby": ["ruby-omniauth-openid-connect", "ruby-omniauth-rails-csrf-protection", "ruby-railties", "puma"],
}
SECONDS = 900


class Tools:
    """Where the installed programs are, and how each is installed if it is missing."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.apt = threading.Lock()
        self.go = self.folder / "go"
        self.python = self.folder / "programs" / "bin"
        self.node = self.folder / "programs-node" / "node_modules"
        self.spring = self.folder / "spring" / "target" / "app-1.jar"

    def install(self, name):
        """Installs what a program names, if it is missing; returns the seconds that it took."""
        started = time.monotonic()
        if name in GO_PROGRAMS:
            self._go(*GO_PROGRAMS[name])
        elif name in DEBIAN_PACKAGES:
            self._debian(DEBIAN_PACKAGES[name])
        else:
            getattr(self, "_" + name)()
        return time.monotonic() - started

    def _go(self, module, file):
        if (self.go / file).exists():
            return
        # What it is built from is many times larger than the program: it is not kept.
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            caches = {"GOPATH": scratch, "GOMODCACHE": f"{scratch}/mod", "GOCACHE": f"{scratch}/cache"}
            run(["go", "install", module], {**caches, "GOBIN": str(self.go), "GOFLAGS": "-modcacherw -buildvcs=false"})

    def _debian(self, packages):
        with self.apt:
            missing = [name for name in packages if not is_installed(name)]
            if missing:
                apt = ["apt-get"] if os.geteuid() == 0 else ["sudo", "apt-get"]
                run([*apt, "update", "-qq"])
                run([*apt, "install", "-y", "-qq", "--no-install-recommends", *missing], {"DEBIAN_FRONTEND": "noninteractive"})

    def _python(self):
        wanted = self.folder / "programs" / "installed"
        text = "\n".join(PYTHON_PACKAGES)
        if wanted.exists() and wanted.read_text() == text:
            return
        run([self.python / "pip", "install", "--quiet", "--disable-pip-version-check", "uv"])
        run([self.python / "uv", "pip", "install", "--quiet", "--python", self.python / "python", *PYTHON_PACKAGES])
        wanted.write_text(text)

    def _node(self):
        wanted = self.node.parent / "installed"
        text = "\n".join(NODE_PACKAGES)
        if wanted.exists() and wanted.read_text() == text:
            return
        self.node.parent.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", self.node.parent, *NODE_PACKAGES])
        wanted.write_text(text)

    def _spring(self):
        if self.spring.exists():
            return
        project = self.folder / "spring"
        shutil.copytree(APPS / "spring", project, dirs_exist_ok=True)
        run(["mvn", "-q", "-B", "-f", project / "pom.xml", "-DskipTests", "package"])


def is_installed(package):
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, text=True).stdout == "installed"


def run(command, environment=None):
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: {(done.stdout + done.stderr)[-2000:]}")
