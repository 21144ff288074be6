"""What follows from the rows of a run: spreads, who is right, and ratios."""

import math
import statistics


def spread(row):
    """Half the distance between the slowest and the fastest round, of the median."""
    medians = [r["median_ms"] for r in row["rounds"]]
    return (max(medians) - min(medians)) / 2 / statistics.median(medians) if medians else None


def failure(row, tolerance):
    """Why a row counts for nothing, or an empty text."""
    if "failed" in row:
        return row["failed"]
    if row["wrong"]:
        return f"wrong result: {row['wrong']}"
    if row["error"] > tolerance:
        return f"wrong result: relative error {row['error']:.1e}"
    return ""


def ratios(rows, peaks, tolerance):
    """How often the same time holds Tenon's call, for each reference: a peer's call, or 10^9 FMA operations at peak.

    Each round gives a ratio of its own, since the clock of a machine drifts; the median of them counts.
    """
    right = {row["contestant"]: row for row in rows if not failure(row, tolerance)}
    mine = next(row for row in rows if row["contestant"] == "tenon")
    result = {"model": mine["model"], "threads": mine["threads"], "against": {}}
    if "tenon" not in right:
        return {**result, "failed": failure(mine, tolerance)}
    times, rounds = [r["median_ms"] for r in mine["rounds"]], {}
    for name, row in right.items():
        if name != "tenon":
            rounds[name] = [r["median_ms"] / own for r, own in zip(row["rounds"], times)]
            result["against"][name] = statistics.median(rounds[name])
    if result["against"]:
        result["best"] = min(result["against"], key=result["against"].get)
        result["ratio"] = result["against"][result["best"]]
    # The probe gives the best of several; so the best call is what belongs to it.
    rounds["peak"] = [1e3 / (r["min_ms"] * peak) for r, peak in zip(mine["rounds"], peaks) if peak]
    if rounds["peak"]:
        result["against"]["peak"] = statistics.median(rounds["peak"])
    return {**result, "rounds": rounds}


def geometric_mean(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))
