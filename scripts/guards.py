"""The parts of scripts/guards: the hook in the copy, what each test meets, and the weakened guards."""
import concurrent.futures, json, os, re, subprocess, sys, tempfile, time
from pathlib import Path

# The hook: what is put in place of what, in which file of src/storage/db.
HOOKS = [
    ("mod.rs", "pub(crate) mod value;", "pub(crate) mod value;\npub(crate) mod weakened;"),
    ("store.rs", "let unit = counted(unit);", "let unit = crate::db::weakened::weakened(counted(unit));"),
    ("unit.rs", "pub(crate) fn stopped(&self) -> Result<bool> {",
     "pub(crate) fn stopped(&self) -> Result<bool> {\n        crate::db::weakened::note(self, true);"),
    ("unit.rs", 'let clause = match lock {',
     'let clause = match lock {\n            _ if !crate::db::weakened::is_locked(self) => "",'),
]
# Tests of other things than flows, or of pages in a browser.
OTHER = ("accessibility::", "architecture::", "documented::", "storage::trips", "storage::statements", "browser")
# Seconds of one test, seconds of all tests of one change, and tests in which the guard refuses nothing.
LONGEST_TEST, MOST_SECONDS, MOST_ALLOWED = 60, 40, 12
KNOWN, RESULTS = Path("guards-met.json"), Path("guards-results.jsonl")


def hooked(name, text):
    """The text of a file of src/storage/db with its part of the hook."""
    for file, old, new in HOOKS:
        if file == name:
            if text.count(old) != 1:
                sys.exit(f"scripts/guards.py does not find its place in {name}: {old}")
            text = text.replace(old, new)
    return text


def copy(folder):
    """Copies the files that standard input names, with the hook. What is the same keeps its time, so that it is not compiled again."""
    folder = Path(folder)
    wanted = {name: Path(name).read_bytes() for name in sys.stdin.read().split("\0") if name and Path(name).is_file()}
    database = "src/storage/db/"
    for name in {file for file, _, _ in HOOKS}:
        wanted[database + name] = hooked(name, wanted[database + name].decode()).encode()
    wanted[database + "weakened.rs"] = Path("scripts/guards_hook.rs").read_bytes()
    for name, content in wanted.items():
        target = folder / name
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(Path(name).stat().st_mode if Path(name).is_file() else 0o644)


def program():
    for line in sys.stdin:
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "it":
            print(message["executable"])


def run_tests(it, tests, environment, seconds):
    """Whether the tests pass; a test that does not end in time has not."""
    try:
        done = subprocess.run([it, "-q", "--exact", *tests], env=os.environ | environment, timeout=seconds,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False


def meet(it, test):
    """What one test meets: its seconds, whether it passes, and each guard that was asked or that refused."""
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "noted"
        start = time.monotonic()
        passed = run_tests(it, [test], {"GUARDS_NOTED": str(noted)}, LONGEST_TEST)
        lines = noted.read_text().splitlines() if noted.exists() else []
        return {"test": test, "passed": passed, "seconds": round(time.monotonic() - start, 2),
                "guards": [json.loads(line) for line in lines]}


def conditions(sql):
    """The parts of a statement between AND, OR, WHERE and the end of their bracket: where each begins and ends."""
    words = [(m.group().upper(), m.start(), m.end()) for m in re.finditer(r"[A-Za-z_]+|[()]|'[^']*'|/\*|;", sql)]
    ends = {"AND", "OR", "ORDER", "GROUP", "LIMIT", "ON", "RETURNING", "FOR", "UNION", "/*", ";"}
    found = []
    for at, (word, _, begin) in enumerate(words):
        if word not in {"AND", "WHERE", "OR"}:
            continue
        depth, end, between = 0, len(sql), False
        for other, start, _ in words[at + 1:]:
            if other == "(":
                depth += 1
            elif other == ")":
                depth -= 1
                if depth < 0:
                    end = start
                    break
            elif depth == 0 and other == "BETWEEN":
                between = True
            elif depth == 0 and other == "AND" and between:
                between = False
            elif depth == 0 and other in ends:
                end = start
                break
        if word == "AND" and re.search(r"BETWEEN\s+\S+\s*$", sql[:begin - 3], re.I):
            continue
        found.append((begin, end))
    return found


def weaker(sql, begin, end):
    condition = sql[begin:end]
    stripped = condition.strip()
    return f"{sql[:begin]} ({stripped} OR 1 = 1) {sql[end:]}"


def mutants(guard):
    """Every weaker form of a guard: its name, its kind and its texts."""
    sqlite, postgres = guard["sqlite"], guard["postgres"]
    same = {"of": sqlite, "sqlite": sqlite, "postgres": postgres}
    yield "its refusal is ignored", same | {"kind": "ignored"}
    in_sqlite, in_postgres = conditions(sqlite), conditions(postgres)
    if len(in_sqlite) == len(in_postgres):
        for here, there in zip(in_sqlite, in_postgres):
            text = " ".join(sqlite[here[0]:here[1]].split())
            yield f"always holds: {text}", same | {
                "kind": "condition", "sqlite": weaker(sqlite, *here), "postgres": weaker(postgres, *there)}
    if "FOR SHARE" in postgres:
        yield "no FOR SHARE", same | {"kind": "share", "postgres": postgres.replace("FOR SHARE", "")}
    if guard["kind"] in ("require", "demand"):
        yield "its row is not locked", same | {"kind": "lock"}


def is_asked(test, tests):
    """Whether a test is about guards. One that runs on both databases is asked on SQLite, which is quicker; a race is one on PostgreSQL."""
    has_twin = "::postgres::" in test and test.replace("::postgres::", "::sqlite::") in tests
    return not any(part in test for part in OTHER) and ("race" in test or not has_twin)


def observe(it, until):
    known = json.loads(KNOWN.read_text()) if KNOWN.exists() else {}
    listed = subprocess.run([it, "--list", "--format", "terse"], capture_output=True, text=True, check=True).stdout
    tests = [line.removesuffix(": test") for line in listed.splitlines() if line.endswith(": test")]
    missing = [test for test in tests if test not in known and is_asked(test, tests)]
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        for number, met in enumerate(pool.map(lambda test: meet(it, test) if time.monotonic() < until else None, missing)):
            if met is None:
                continue
            known[met["test"]] = met
            if number % 50 == 0:
                KNOWN.write_text(json.dumps(known))
                print(f"{number} of {len(missing)} tests", flush=True)
    KNOWN.write_text(json.dumps(known))
    return known


def try_one(it, name, change, tests):
    """Whether one of the tests fails with the weakened guard, the quick ones first."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(change, file)
        file.flush()
        spent = 0.0
        for start in range(0, len(tests), 6):
            some = tests[start:start + 6]
            if not run_tests(it, [met["test"] for met in some], {"GUARDS_WEAKENED": file.name}, LONGEST_TEST):
                return "noticed"
            spent += sum(met["seconds"] for met in some)
            if spent > MOST_SECONDS:
                break
    return "not noticed"


def run(it, minutes):
    until = time.monotonic() + minutes * 60
    known = observe(it, until)
    guards, refusing, asking = {}, {}, {}
    for met in known.values():
        for guard in met["guards"] if met["passed"] else []:
            guards[guard["sqlite"]] = guard
            (refusing if guard["refused"] else asking).setdefault(guard["sqlite"], []).append(met)
    done = [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []
    is_done = {(result["of"], result["name"]) for result in done}
    with RESULTS.open("a") as results, concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        def attempt(task):
            guard, name, change, tests = task
            if time.monotonic() > until:
                return
            outcome = try_one(it, name, change, tests) if tests else "never refuses in a test"
            result = {"of": guard["sqlite"], "name": name, "outcome": outcome}
            results.write(json.dumps(result) + "\n")
            results.flush()
            done.append(result)
        tasks = []
        for sqlite, guard in guards.items():
            refused = sorted(refusing.get(sqlite, []), key=lambda met: met["seconds"])
            for name, change in mutants(guard):
                if (sqlite, name) in is_done:
                    continue
                tests = refused
                if change["kind"] in ("share", "lock"):
                    races = [met for met in asking.get(sqlite, []) if "race" in met["test"]]
                    tests = sorted(races, key=lambda met: met["seconds"]) + refused
                if change["kind"] == "condition":
                    # Whoever may do what the guard asks notices too, where it does it to something else as well.
                    allowed = sorted(asking.get(sqlite, []), key=lambda met: met["seconds"])
                    tests = refused + [met for met in allowed if met not in refused][:MOST_ALLOWED]
                tasks.append((guard, name, change, tests))
        # What a guard is for comes first, then its locks, then its conditions.
        order = ("ignored", "lock", "share", "condition")
        list(pool.map(attempt, sorted(tasks, key=lambda task: order.index(task[2]["kind"]))))
    counts = {}
    for result in done:
        counts[result["outcome"]] = counts.get(result["outcome"], 0) + 1
    print(f"{len(guards)} guards, {len(done)} ways to weaken them: {counts}")
    for result in done:
        if result["outcome"] != "noticed":
            print(f"{result['outcome']}: {result['name']}\n    {' '.join(result['of'].split())}")


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "copy":
        copy(*arguments)
    elif command == "program":
        program()
    else:
        run(arguments[0], float(arguments[1]))
