"""What compiling costs: time, memory, the size of the code, and what the cache saves."""

import json
import os
import pathlib
import subprocess
import tempfile
import time

from .messages import UserError
from .tables import cell

MB = 1e6

# Upper limits: in seconds, of memory beside 1.5 times the weights, of code, of an unchanged compile.
SECONDS = 10.0
MEMORY_BYTES = 400 * MB
CODE_BYTES = 1 * MB
CACHED_SECONDS = 0.2
CHAIN_OPS = (1000, 10000)
CHAIN_SECONDS = 60.0
# Ten times the ops may take this many times as long.
CHAIN_GROWTH = 20.0


def compile_once(tenonc, model, out, cache):
    """Seconds and the peak of resident memory in bytes."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [tenonc, "compile", str(model), "-o", str(out), "--quiet"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=dict(os.environ, TENON_CACHE=str(cache)),
    )
    errors = process.stderr.read().decode(errors="replace").strip()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise UserError(f"{model} does not compile: {errors or f'exit status {process.returncode}'}")
    return time.monotonic() - begin, usage.ru_maxrss * 1024


def sizes_of(program, folder):
    """Bytes of weights and of code, as the program tells them."""
    file = folder / "bench.json"
    subprocess.run(
        [str(program), "--bench", "--seconds", "0.01", "--threads", "1", "--json", str(file)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    values = json.loads(file.read_text())
    return values["weights_bytes"], values["code_bytes"]


def cost_of(tenonc, model, folder):
    program, cache = folder / "program", folder / "cache"
    seconds, peak = compile_once(tenonc, model, program, "off")
    weights, code = sizes_of(program, folder)
    program.unlink()
    compile_once(tenonc, model, program, cache)  # fills the cache
    unchanged, _ = compile_once(tenonc, model, program, cache)
    program.unlink()
    written, _ = compile_once(tenonc, model, program, cache)
    return {
        "model": model.stem,
        "seconds": seconds,
        "peak_bytes": peak,
        "weights_bytes": weights,
        "code_bytes": code,
        "unchanged_seconds": unchanged,
        "from_cache_seconds": written,
    }


def chain(ops):
    """A saved graph of so many ops, one behind the other."""
    matrix = "tensor<64x64xf32>"
    kinds = ("graph.tanh {x}", "graph.add {x}, %w", "graph.matmul {x}, %w", "graph.softmax {x} axis = 1")
    lines, value = [], "%x"
    for i in range(ops):
        kind = kinds[i % len(kinds)]
        operands = f"{matrix}, {matrix}" if "%w" in kind else matrix
        lines.append(f"    %{i} = {kind.format(x=value)} : {operands} -> {matrix}")
        value = f"%{i}"
    return "\n".join(
        [
            "module attributes {graph.format_version = 2 : i64} {",
            f'  func.func @main(%x: {matrix} {{graph.name = "x"}}, %w: {matrix} {{graph.name = "w"}})',
            f'      -> ({matrix} {{graph.name = "y"}}) attributes {{graph.symbols = []}} {{',
            *lines,
            f"    return {value} : {matrix}",
            "  }",
            "}\n",
        ]
    )


def cost_of_chains(tenonc, folder):
    costs = []
    for ops in CHAIN_OPS:
        model = folder / f"chain_{ops}.mlir"
        model.write_text(chain(ops))
        seconds, peak = compile_once(tenonc, model, folder / "program", "off")
        costs.append({"ops": ops, "seconds": seconds, "peak_bytes": peak})
    return costs


def measure(tenonc, models, progress):
    with tempfile.TemporaryDirectory(prefix="tenon-cost-") as name:
        folder = pathlib.Path(name)
        progress.say("chains")
        chains = cost_of_chains(tenonc, folder)
        costs = []
        for model in models:
            progress.say(model.stem)
            costs.append(cost_of(tenonc, model, folder))
            for left in folder.glob("program*"):
                left.unlink()
    return {"models": costs, "chains": chains}


def exceeded(costs):
    """A line for each limit that is exceeded."""
    lines = []

    def check(name, what, value, limit, unit):
        if value > limit:
            lines.append(f"{name}: {what} {value:.2f} {unit}, at most {limit:.2f}")

    for row in costs["models"]:
        check(row["model"], "compiles in", row["seconds"], SECONDS, "s")
        limit = (1.5 * row["weights_bytes"] + MEMORY_BYTES) / MB
        check(row["model"], "takes", row["peak_bytes"] / MB, limit, "MB")
        check(row["model"], "has code of", row["code_bytes"] / MB, CODE_BYTES / MB, "MB")
        check(row["model"], "unchanged, compiles in", row["unchanged_seconds"], CACHED_SECONDS, "s")
    short, long = costs["chains"]
    check("chain", f"of {long['ops']} ops compiles in", long["seconds"], CHAIN_SECONDS, "s")
    growth = long["seconds"] / short["seconds"]
    check("chain", f"of {long['ops']} ops against {short['ops']}:", growth, CHAIN_GROWTH, "times the time")
    return lines


def table(costs):
    lines = [
        "| model | compiled in | memory | weights | code | from the cache | unchanged |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in costs["models"]:
        lines.append(
            f"| {cell(row['model'])} | {row['seconds']:.2f} s | {row['peak_bytes'] / MB:.0f} MB "
            f"| {row['weights_bytes'] / MB:.0f} MB | {row['code_bytes'] / MB:.2f} MB "
            f"| {row['from_cache_seconds']:.2f} s | {row['unchanged_seconds']:.2f} s |"
        )
    for row in costs["chains"]:
        lines.append(f"| a chain of {row['ops']} ops | {row['seconds']:.2f} s | {row['peak_bytes'] / MB:.0f} MB | | | | |")
    return lines
