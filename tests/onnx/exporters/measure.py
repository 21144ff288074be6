#!/usr/bin/env python3
"""Models as PyTorch's two exporters and ONNX Runtime's tools write them, through Tenon: does each compile, is it right at
three sizes, how long does a call take, and beside ONNX Runtime.

    measure.py FOLDER [--tenonc build/bin/tenonc] [--only REGEX] [--large] [--remake] [--seconds 1] [--json FILE] [--table FILE]

Weights are random: nothing is downloaded. The files and what is expected of them are made once, under FOLDER. Needs what
the project does not: pip install torch torchvision transformers diffusers onnx onnxscript onnxruntime onnxruntime-genai
onnx-ir sympy tabulate. What is exported is compared with PyTorch; what ONNX Runtime's tools wrote with ONNX Runtime, its own
optimizations off. Exit status 0: all are right.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import numpy as np
import onnx
from onnx import numpy_helper

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))
from tools.benchmark.machine import machine, words  # noqa: E402
PACKAGES = ("torch", "torchvision", "transformers", "diffusers", "onnx", "onnxscript", "onnxruntime", "onnxruntime-genai")

# Where a value is a step of a quantizer away from another, a rounding that falls to the other side is a step.
QUANTIZED = 3e-2
FLOAT16 = 1e-2


# ---- The list --------------------------------------------------------------


def listed():
    """Every model by its folder: (case, exporter) or the name of what rewrites it."""
    sys.path.insert(0, str(HERE))
    import rewritten
    models = {f"{name}/{exporter}": (case, exporter) for name, case in rewritten.CASES.items() for exporter in case.exporters}
    return {**models, **{name: name for name in rewritten.REWRITTEN}}


def tolerance_of(model):
    if not isinstance(model, str):
        return model[0].tolerance
    if "float16" in model:
        return FLOAT16
    # The builder lets MatMulNBits round activations to bytes (accuracy_level 4), which ONNX Runtime does.
    return QUANTIZED if re.search("qdq|qoperator|dynamic|built-4bit", model) else 1e-4


def make(name, folder):
    """Writes model.onnx and for each size the inputs and what is expected. Runs in a process of its own."""
    model = listed()[name]
    place = folder / name
    path = place / "model.onnx"
    if isinstance(model, str):
        import rewritten
        rewritten.make(model, folder, str(path))
        write_runs_of_runtime(place, rewritten.case_of(model))
        return
    import cases
    import torch
    case, exporter = model
    torch.manual_seed(0)
    module = case.build().eval()
    cases.export(case, exporter, module, str(path))
    for number, size in enumerate(case.sizes):
        torch.manual_seed(number + 1)
        inputs = case.inputs(**size)
        with torch.no_grad():
            expected = cases.as_list(module(*(value.clone() for value in inputs.values())))
        write_run(place, number, {key: value.numpy() for key, value in inputs.items()}, [value.numpy() for value in expected])


def write_runs_of_runtime(place, case):
    import rewritten
    import torch
    session = runtime(place, optimized=False)
    model = onnx.load(place / "model.onnx", load_external_data=False)
    for number, size in enumerate(case.sizes if case else rewritten.BUILT_SIZES):
        torch.manual_seed(number + 1)
        if case:
            inputs = {key: value.numpy() for key, value in case.inputs(**size).items()}
        else:
            inputs = rewritten.built_inputs(model, size, np.random.default_rng(number))
        write_run(place, number, inputs, session.run(None, {info.name: inputs[info.name] for info in session.get_inputs()}))


def write_run(place, number, inputs, outputs):
    """The inputs in the order in which the file has them: an exporter drops those that it does not need."""
    graph = onnx.load(place / "model.onnx", load_external_data=False).graph
    weights = {tensor.name for tensor in graph.initializer}
    order = [info.name for info in graph.input if info.name not in weights]
    run = place / f"run{number}"
    shutil.rmtree(run, ignore_errors=True)
    for kind, values in (("input", [inputs[name] for name in order]), ("output", outputs)):
        (run / kind).mkdir(parents=True)
        for i, value in enumerate(values):
            (run / kind / f"{kind}_{i}.pb").write_bytes(numpy_helper.from_array(np.asarray(value)).SerializeToString())


def tensors(folder):
    files = sorted(folder.glob("*.pb"), key=lambda path: int(path.stem.split("_")[1]))
    return [numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes())) for path in files]


# ---- ONNX Runtime, in a process of its own ---------------------------------


def runtime(place, optimized=True):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    if not optimized:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(place / "model.onnx"), options, providers=["CPUExecutionProvider"])


def time_runtime(place, seconds):
    session = runtime(place)
    names = [info.name for info in session.get_inputs()]
    found = []
    for run in runs_of(place):
        inputs = dict(zip(names, tensors(run / "input")))
        got, best = session.run(None, inputs), float("inf")
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or best == float("inf"):
            start = time.perf_counter()
            session.run(None, inputs)
            best = min(best, time.perf_counter() - start)
        found.append(dict(ms=best * 1e3, error=max(map(error, tensors(run / "output"), got))))
    peak = int(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
    print(json.dumps(dict(runs=found, peak_mb=peak)))


def runs_of(place):
    return sorted(place.glob("run*"))


# ---- Tenon -----------------------------------------------------------------


def error(expected, got):
    """max |a - b| / max |b|; infinite where the form differs."""
    if expected.shape != got.shape or expected.dtype != got.dtype:
        return float("inf")
    if expected.size == 0:
        return 0.0
    a, b = got.astype(np.float64), expected.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    if same.all():
        return 0.0
    difference = np.where(same, 0, np.abs(a - b)).max() / max(np.abs(b[np.isfinite(b)]).max(initial=0), 1e-30)
    return float(difference) if np.isfinite(difference) else float("inf")


def last_line(text):
    return (text.strip().splitlines() or ["no message"])[-1]


def call(command, **options):
    """The last line of its errors, or nothing."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=900, **options)
    except subprocess.TimeoutExpired:
        return "not done in 900 s", ""
    if done.returncode == 0:
        return "", done.stdout
    return f"exit {done.returncode}: {last_line(done.stderr or done.stdout)}", done.stdout


def measure(place, tenonc, seconds):
    """What one row says."""
    program = place / "program"
    start = time.perf_counter()
    # The time is that of compiling.
    message, _ = call([tenonc, "compile", place / "model.onnx", "-o", program, "--quiet"], env=dict(os.environ, TENON_CACHE="off"))
    row = dict(compile_s=round(time.perf_counter() - start, 1))
    if message:
        return dict(row, compiles=False, message=message.replace(str(place) + "/", ""))
    row.update(compiles=True, runs=[])
    for run in runs_of(place):
        out, report = run / "got", run / "bench.json"
        shutil.rmtree(out, ignore_errors=True)
        message, _ = call([program, "--inputs", run / "input", "--outputs", out, "--threads", 1])
        if not message:
            expected, got = tensors(run / "output"), tensors(out)
            worst = max(map(error, expected, got)) if len(expected) == len(got) else float("inf")
            message, _ = call([program, "--bench", "--inputs", run / "input", "--threads", 1, "--seconds", seconds, "--json", report])
        if message:
            row["runs"].append(dict(message=message.replace(str(place) + "/", "")))
            continue
        bench = json.loads(report.read_text())
        row["runs"].append(dict(error=worst, ms=bench["min_ms"], median_ms=bench["median_ms"], peak_mb=bench["peak_rss_bytes"] / 1e6))
    program.unlink()
    for beside in place.glob("program*"):
        beside.unlink()
    message, printed = call([sys.executable, __file__, place, "--time-runtime", "--seconds", seconds])
    row["onnxruntime"] = dict(message=message) if message else json.loads(last_line(printed))
    return row


def is_right(row):
    if not row.get("compiles"):
        return False
    limit = row["tolerance"]
    if limit == QUANTIZED and "runs" in row["onnxruntime"]:
        # As ONNX Runtime's integer kernels are from its own float ones.
        limit = max(limit, 2 * max(run["error"] for run in row["onnxruntime"]["runs"]))
    return all(run.get("error", float("inf")) <= limit for run in row["runs"])


# ---- The table -------------------------------------------------------------


def number(value):
    return "-" if value is None else f"{value:.2g}" if value < 10 else f"{value:.0f}"


def cells(name, row):
    if "export" in row:
        return [name, "not exported" if row["export"] else "exported", row["export"], "", "", "", ""]
    if not row["compiles"]:
        return [name, "no", row["message"], "", "", "", ""]
    problems = [run["message"] for run in row["runs"] if "message" in run]
    if problems:
        return [name, "yes", problems[0], "", "", "", ""]
    runs, peer = row["runs"], row["onnxruntime"]
    worst = max(run["error"] for run in runs)
    theirs = " / ".join(number(run["ms"]) for run in peer["runs"]) if "runs" in peer else "does not run"
    return [name, f"{row['compile_s']:.1f} s", f"{worst:.1e}" + ("" if is_right(row) else " **wrong**"),
            " / ".join(number(run["ms"]) for run in runs), theirs, f"{max(run['peak_mb'] for run in runs):.0f}",
            f"{peer['peak_mb']:.0f}" if "runs" in peer else "-"]


def table(results):
    rows = results["models"]
    right = sum(map(is_right, rows.values()))
    lines = ["# Models of real exporters", "",
             f"{right} of {len(rows)} models compile and are right at three sizes. Written by `tests/onnx/exporters/measure.py FOLDER "
             "--large --json FOLDER/results.json --table frontend/onnx/exporters.md`, with " + ", ".join(f"{k} {v}" for k, v in results["versions"].items()) + ".", "",
             f"Measured on {results['machine']}, one thread, the shortest call of {results['seconds']:g} s a size; other work ran beside it. Error: "
             "max |a - b| / max |b| over all outputs and sizes, against PyTorch, and for what ONNX Runtime's tools wrote against ONNX Runtime "
             "without its optimizations. What is quantized is right within 3e-2, where single values round to the other side, or twice of what ONNX "
             "Runtime's optimizations change; float16 within 1e-2, detections within 1e-3, all else within 1e-4. Memory: the largest resident set of a process that runs the model.", "",
             "| model | compiled in | error | ms, three sizes | ONNX Runtime's ms | MB | ONNX Runtime's MB |", "|---|---|---|---|---|---|---|"]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells(name, row)) + " |" for name, row in rows.items()]
    return "\n".join(lines) + "\n"


def versions():
    found = {}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pass
    return found


# ---- All -------------------------------------------------------------------


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tenonc", default=HERE.parents[2] / "build" / "bin" / "tenonc", type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--large", action="store_true", help="the model of over 2 GB too")
    parser.add_argument("--remake", action="store_true", help="make files that are there once more")
    parser.add_argument("--table-only", action="store_true", help="write the table of --json, make and measure nothing")
    parser.add_argument("--make-only", action="store_true", help="measure nothing")
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--json", type=pathlib.Path, help="results; those of models that this call does not measure stay")
    parser.add_argument("--table", type=pathlib.Path)
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--time-runtime", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def make_apart(name, options):
    """Makes a model in a process of its own; what went wrong, or nothing."""
    place = options.folder / name
    if (place / "made").exists() and not options.remake:
        return (place / "made").read_text()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    message, _ = call([sys.executable, __file__, options.folder, "--make", name])
    message = message[:200]
    (place / "made").write_text(message)
    return message


def report_of(options, results):
    return dict(machine=words(machine()), versions=versions(), seconds=options.seconds, models=results)


def write(options, results):
    """After each model: a measurement that is ended keeps what it has."""
    if options.json:
        options.json.write_text(json.dumps(report_of(options, results), indent=1) + "\n")


def main():
    options = arguments()
    if options.make:
        return make(options.make, options.folder)
    if options.time_runtime:
        return time_runtime(options.folder, options.seconds)
    if options.table_only:
        options.table.write_text(table(json.loads(options.json.read_text())))
        return 0
    kept = json.loads(options.json.read_text())["models"] if options.json and options.json.exists() else {}
    results = {}
    for name, model in listed().items():
        large = not isinstance(model, str) and model[0].large
        if not re.search(options.only, name) or large and not options.large:
            if name in kept:
                results[name] = kept[name]
            continue
        message = make_apart(name, options)
        if message or options.make_only:
            results[name] = dict(export=message)
        else:
            results[name] = dict(measure(options.folder / name, options.tenonc.resolve(), options.seconds), tolerance=tolerance_of(model))
        print("  ".join(map(str, cells(name, results[name]))), flush=True)
        write(options, {**kept, **results})
    write(options, results)
    if options.table:
        options.table.write_text(table(report_of(options, results)))
    return 0 if all(map(is_right, results.values())) else 1


if __name__ == "__main__":
    sys.exit(main())
