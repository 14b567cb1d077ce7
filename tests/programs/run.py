"""Signs a user in to real programs, each set up with what `doorward client add --preset` prints, and prints a table.

Usage: run.py DOORWARD FOLDER [PRESET…]: FOLDER is where the programs are installed.
A program that its registry does not give counts as failed, unless AT_LEAST (a number) others signed somebody in.
"""

import importlib
import os
import pkgutil
import signal
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import programs
from kit.installs import Tools
from kit.user import User
from kit.place import Place, free_port
from kit.provider import ACCOUNT, OUTSIDER, Provider

SIGNED_IN, FAILED, MISSING = "signed in", "FAILED", "NOT INSTALLED"


def all_programs():
    """The modules that name a preset, in order."""
    modules = (importlib.import_module("programs." + found.name) for found in pkgutil.iter_modules(programs.__path__))
    return sorted((one for one in modules if hasattr(one, "PRESET")), key=lambda one: one.PRESET)


def install(chosen, tools):
    """Installs what is missing, side by side: some wait for the network, some for a processor. Returns what could not be installed."""
    failed = {}
    with ThreadPoolExecutor() as pool:
        names = dict.fromkeys(name for program in chosen for name in program.INSTALLS)
        for name, result in [(name, pool.submit(tools.install, name)) for name in names]:
            try:
                seconds = result.result()
                if seconds > 1:
                    print(f"installed {name} in {seconds:.0f} s", flush=True)
            except Exception as problem:
                failed[name] = str(problem)
    return failed


def sign_in(program, provider, tools):
    """Starts the program and signs a user in to it; the answer is what went wrong, or nothing."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix=program.PRESET + "-", ignore_cleanup_errors=True) as folder:
        user, place = User(provider, ACCOUNT), None
        try:
            place = Place(folder, port, url, provider.trust, provider.add_client(program.PRESET, url), tools)
            program.start(place)
            shown = program.sign_in(place, user)
            assert program.SHOWS in shown, f"the program does not show {program.SHOWS}: {shown[:3000]}"
            if hasattr(program, "REFUSES"):
                user = User(provider, OUTSIDER)
                shown = program.sign_in(place, user)
                assert program.REFUSES in shown, f"the program lets in who is in no group: {shown[:3000]}"
            if hasattr(program, "sign_out"):
                sign_out(program, place, user)
        except Exception:
            way = "\n".join(user.seen)
            return f"{traceback.format_exc(chain=False)}\n{way}\n{place.logs() if place else ''}"
        finally:
            if place:
                place.stop()
    return None


def sign_out(program, place, user):
    """Signs out as the program says; afterwards the session of the provider has ended."""
    user.signs_in = False
    program.sign_out(place, user)
    assert user.is_signed_out(), "the session of the provider lives on"


def try_one(program, provider, tools, missing):
    """One line of the table: what happened, and below it what went wrong."""
    started = time.monotonic()
    lacking = [missing[name] for name in program.INSTALLS if name in missing]
    problem = "\n".join(lacking) or sign_in(program, provider, tools)
    result = MISSING if lacking else FAILED if problem else SIGNED_IN
    print(f"{program.PRESET:24} {time.monotonic() - started:6.1f} s  {result}", flush=True)
    if problem:
        print(problem, flush=True)
    return result


def try_all(chosen, binary, tools, missing):
    with tempfile.TemporaryDirectory(prefix="doorward-", ignore_cleanup_errors=True) as data:
        provider = Provider(binary, Path(data))
        try:
            provider.serve()
            results = [try_one(program, provider, tools, missing) for program in chosen]
            if FAILED in results:
                print(provider.logs(), flush=True)
            return results
        finally:
            provider.stop()


def main(binary, folder, *presets):
    chosen = [program for program in all_programs() if not presets or program.PRESET in presets]
    unknown = set(presets) - {program.PRESET for program in chosen}
    if unknown:
        sys.exit(f"no such program: {', '.join(sorted(unknown))}")
    tools = Tools(folder)
    results = try_all(chosen, binary, tools, install(chosen, tools))
    passed, missing = results.count(SIGNED_IN), results.count(MISSING)
    enough = passed >= int(os.environ.get("AT_LEAST") or len(chosen))
    failed = results.count(FAILED) + (0 if enough else missing)
    print(f"{passed} passed, {failed} failed" + (f", {missing} skipped" if missing and enough else ""))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    # So that what was started is ended then too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(*sys.argv[1:])
