"""The report in Markdown."""

import re

from .contestants import CONTESTANTS
from .machine import words
from .messages import printable, threads_text
from .summary import failure, geometric_mean, spread


def cell(text):
    """Text that stays text in a table's cell."""
    return re.sub(r"([\\`*_{}\[\]<>|#~&])", r"\\\1", printable(text))


def table(head, rows):
    """The first column is text, the others are numbers."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def number(value, scale=1.0):
    """Three digits that count."""
    if value is None:
        return ""
    value *= scale
    return (
        f"{value:.0f}"
        if value >= 99.95
        else f"{value:.{2 if value < 9.995 else 1}f}" if value >= 1 else f"{value:#.3g}"
    )


def summary_table(results):
    rows, values = [], []
    for entry in results["ratios"]:
        name, threads = cell(entry["model"]), str(entry["threads"])
        if "failed" in entry:
            rows.append([name, threads, "", f"Tenon failed: {cell(entry['failed'])}"])
        elif "best" not in entry:
            rows.append([name, threads, "no peer", ""])
        else:
            values.append((entry["ratio"], entry))
            loss = " (loss)" if entry["ratio"] < 1 else ""
            rows.append([name, threads, CONTESTANTS[entry["best"]].title, f"{entry['ratio']:.2f}{loss}"])
    lines = table(["model", "threads", "best peer", "best peer's time / Tenon's"], rows)
    if values:
        worst = min(values, key=lambda pair: pair[0])
        where = f"{cell(worst[1]['model'])}, {threads_text(worst[1]['threads'])}"
        mean = geometric_mean([value for value, _ in values])
        lost = sum(value < 1 for value, _ in values)
        lines += ["", f"Geometric mean {mean:.2f}, worst {worst[0]:.2f} ({where}); {lost} of {len(values)} lost."]
    return lines


def row_cells(row, tolerance):
    title = CONTESTANTS[row["contestant"]].title
    why = failure(row, tolerance)
    if "median_ms" not in row:
        return [cell(row["model"]), title, f"failed: {cell(why)}"] + [""] * 6
    return [
        cell(row["model"]),
        title,
        number(row["median_ms"]),
        f"{spread(row) * 100:.1f} %",
        number(row["p99_ms"]),
        number(row["first_ms"]),
        number(row["memory_bytes"], 1e-6),
        number(row["artefact_bytes"], 1e-6),
        cell(why) if why else f"{row['error']:.1e}",
    ]


HEAD = ["model", "", "median ms", "spread", "p99 ms", "first result ms", "memory MB", "artefact MB", "error"]

LEGEND = """\
Median: of the rounds' medians; spread: half the distance between the fastest and the slowest of them; p99: of all
calls. The ratio is the median of the rounds' ratios. First result: loading and the first call, in a fresh process,
without imports and without Tenon's compilation. Memory: what the process took at most beyond Python, numpy and the
inputs. Artefact: Tenon's library; for a peer the model's file and the package that runs it. Error: the largest
difference from the expected output, relative to its largest magnitude."""


def details(results):
    lines = []
    for threads in results["settings"]["threads"]:
        rows = [row for row in results["rows"] if row["threads"] == threads]
        cells = [row_cells(row, results["settings"]["tolerance"]) for row in rows]
        lines += ["", f"## {threads_text(threads).capitalize()}", "", *table(HEAD, cells)]
    return lines


def conditions(results):
    machine, settings = results["machine"], results["settings"]
    lines = [
        f"* CPU: {cell(words(machine))}; "
        f"{', '.join(cell(name) for name in machine['features'])}",
        f"* Memory {machine['memory_bytes'] / 2**30:.0f} GiB, {cell(machine['system'])}, "
        f"load {machine['load']} at the start",
        f"* Commit {cell(results['commit'])}; "
        + ", ".join(f"{cell(name)} {cell(version)}" for name, version in results["versions"].items()),
        f"* {settings['rounds']} rounds of {settings['seconds']:g} s for each contestant, in turns",
    ]
    lines += [f"* {CONTESTANTS[name].title}: {options}" for name, options in results["options"].items()]
    lines += [f"* Left out: {CONTESTANTS[name].title}: {cell(why)}" for name, why in results["left_out"].items()]
    for shape, parts in results["kernels"].items():
        low, high = min(parts), max(parts)
        lines.append(f"* Matrix product {shape} on one core: {low:.2f} to {high:.2f} of the peak of its FMA units")
    return lines + ["", "Reproduce with:", "", f"    {printable(results['command'])}"]


def markdown(results, picture):
    lines = ["# Benchmark", "", *conditions(results), "", f"![Speed relative to the best peer]({picture})", ""]
    lines += [*summary_table(results), *details(results), "", LEGEND]
    return "\n".join(lines) + "\n"
