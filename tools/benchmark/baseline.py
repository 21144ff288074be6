"""Compares a run with ratios that were committed: a ratio does not depend on how fast the machine was that day."""

import statistics

from .machine import words
from .messages import UserError, printable, threads_text


def rounded(ratio):
    return float(f"{ratio:.5g}")


def baseline_of(results):
    models = {}
    for entry in results["ratios"]:
        if "failed" not in entry:
            models.setdefault(entry["model"], {})[str(entry["threads"])] = {
                "against": {name: rounded(value) for name, value in sorted(entry["against"].items())},
                **({"best": entry["best"]} if "best" in entry else {}),
            }
    return {
        "format": 1,
        "cpu": f"{words(results['machine'])}: {' '.join(results['machine']['features'])}",
        "commit": results["commit"],
        "versions": results["versions"],
        "kernels": {shape: rounded(statistics.median(parts)) for shape, parts in sorted(results["kernels"].items())},
        "models": {name: models[name] for name in sorted(models)},
    }


def common_reference(before, after, same_version):
    """What both runs can be compared against: the best peer of the baseline, another peer, or the peak."""
    peers = sorted(before["against"], key=lambda name: (name != before.get("best"), before["against"][name]))
    for name in [name for name in peers if name != "peak" and same_version(name)] + ["peak"]:
        if name in before["against"] and name in after["against"]:
            return name
    return None


def slowdown(before, after):
    return (before / after - 1) * 100 if after > 0 else float("inf")


def check(results, baseline, threshold):
    """Lines of what was compared, and how many of them got slower; a UserError where nothing can be compared."""
    if baseline.get("format") != 1 or not isinstance(baseline.get("models"), dict):
        raise UserError("the baseline is none that --write-baseline wrote")
    now = baseline_of(results)
    lines, slower, compared = [], 0, 0
    if baseline.get("cpu") != now["cpu"]:
        lines.append(f"note: the baseline is of another CPU: {baseline.get('cpu')}, here {now['cpu']}")

    def same_version(name):
        return baseline["versions"].get(name) == results["versions"].get(name)

    def compare(title, against, before, after, rounds):
        nonlocal slower, compared
        compared += 1
        percent = slowdown(before, after)
        if percent > threshold:
            slower += 1
            now = f"{after:.3g} (rounds: {min(rounds):.3g} to {max(rounds):.3g})"
            lines.append(f"slower: {title}: by {percent:.1f} % against {against}: ratio {before:.3g}, now {now}")

    for shape, part in baseline.get("kernels", {}).items():
        if shape in now["kernels"]:
            compare(
                f"matrix product {shape}", "the core's peak", part, now["kernels"][shape], results["kernels"][shape]
            )
    entries = {(entry["model"], str(entry["threads"])): entry for entry in results["ratios"]}
    for model, by_threads in baseline["models"].items():
        for threads, before in by_threads.items():
            title = f"{model}, {threads_text(int(threads))}"
            entry = entries.get((model, threads), {})
            if "failed" in entry:
                slower, compared = slower + 1, compared + 1
                lines.append(f"failed: {title}: {entry['failed']}")
                continue
            after = now["models"].get(model, {}).get(threads)
            reference = common_reference(before, after, same_version) if after else None
            if reference:
                against = "the core's peak" if reference == "peak" else reference
                ratios = before["against"][reference], after["against"][reference]
                compare(title, against, *ratios, entry["rounds"][reference])
            else:
                why = "no common reference: no peer of the same version, no bench-gemm" if after else "not in this run"
                lines.append(f"not compared: {title}: {why}")
    if not compared:
        raise UserError("nothing in the baseline can be compared with this run")
    return [printable(line) for line in lines], slower, compared
