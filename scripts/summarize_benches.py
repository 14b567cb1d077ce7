"""The table of several runs of the benches, for scripts/bench --rounds: summarize_benches.py FOLDER ROUNDS. Median and range of what each request costs
beyond its signatures, in plain answers of its own run, and as JSON on the last line."""

import json
import statistics
import sys

folder, rounds = sys.argv[1], int(sys.argv[2])
runs = []
for number in range(1, rounds + 1):
    with open(f"{folder}/now-{number}.json") as report:
        runs.append(json.load(report))


def median_and_range(values, digits):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


plain = [run["plain"]["cpu_seconds"] * 1e6 for run in runs]
print(f"{rounds} runs. One plain answer of a bare actix-web route: {median_and_range(plain, 1)} µs of CPU.\n")
names = [row["what"] for row in runs[0]["settings"][0]["rows"]]
summary = {}
print("| plain answers beyond signatures (requests a second) | " + " | ".join(s["setting"] for s in runs[0]["settings"]) + " |")
print("|---|" + "---|" * len(runs[0]["settings"]))
for row, name in enumerate(names):
    cells = []
    for at, setting in enumerate(runs[0]["settings"]):
        measured = [run["settings"][at]["rows"][row] for run in runs]
        answers = [one["plain_answers"] for one in measured]
        rates = [one["measured"]["per_second"] for one in measured]
        summary.setdefault(setting["setting"], {})[name] = {
            "median": statistics.median(answers), "least": min(answers), "most": max(answers), "per_second": statistics.median(rates),
        }
        cells.append(f"{median_and_range(answers, 1)}, {statistics.median(rates):,.0f}/s")
    print(f"| {name} | " + " | ".join(cells) + " |")
last = []
for at, setting in enumerate(runs[0]["settings"]):
    of_runs = [run["settings"][at] for run in runs]
    alone = [one["silent_alone"]["p99_ms"] for one in of_runs]
    during = [one["silent_during_sign_ins"]["p99_ms"] for one in of_runs]
    times = statistics.median(d / a for a, d in zip(alone, during))
    idle, loaded = (statistics.median(one[name] / 1024 for one in of_runs) for name in ("resident_idle_kb", "resident_after_kb"))
    start = statistics.median(one["start_ms"] for one in of_runs)
    print(
        f"\n- {setting['setting']}: silent flow p99, one client, {statistics.median(alone):.1f} ms; while 16 sign in, {statistics.median(during):.1f} ms "
        f"({times:.1f}x). Start {start:.0f} ms; {idle:.0f} MB idle, {loaded:.0f} MB after the run."
    )
print()
print(json.dumps({"rounds": rounds, "plain_microseconds": statistics.median(plain), "settings": summary}))
