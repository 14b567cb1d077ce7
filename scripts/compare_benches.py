"""Compares the CPU time of each request of two revisions: compare_benches.py FOLDER ROUNDS, for scripts/bench --against."""

import json
import statistics
import sys

folder, rounds = sys.argv[1], int(sys.argv[2])
times = {}
for round_number in range(1, rounds + 1):
    for which in ("before", "now"):
        with open(f"{folder}/{which}-{round_number}.json") as report:
            settings = json.load(report)["settings"]
        for setting in settings:
            for row in setting["rows"]:
                of_both = times.setdefault((setting["setting"], row["what"]), {"before": [], "now": []})
                of_both[which].append(row["measured"]["cpu_seconds"] * 1e6)

print("| | | before, µs | now, µs | ratio of the medians | ratio of the least | per round |")
print("|---|---|---|---|---|---|---|")
of_medians = []
for (setting, what), of_both in times.items():
    before, now = of_both["before"], of_both["now"]
    of_median = statistics.median(now) / statistics.median(before)
    of_medians.append(of_median)
    per_round = " ".join(f"{n / b:.2f}" for b, n in zip(before, now))
    print(
        f"| {setting} | {what} | {statistics.median(before):.1f} | {statistics.median(now):.1f} "
        f"| {of_median:.2f} | {min(now) / min(before):.2f} | {per_round} |"
    )
print(f"\nGeometric mean of the ratios of the medians: {statistics.geometric_mean(of_medians):.3f}")
