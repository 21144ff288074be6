"""The command line of tools/bench."""

import argparse
import json
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

from . import baseline, cost, machine, measure, plot, summary, tables
from .contestants import CONTESTANTS, PEERS
from .kernels import SHAPES
from .messages import Progress, UserError, printable

ROOT = pathlib.Path(__file__).resolve().parents[2]

EXAMPLES = """\
examples:
  tools/bench models build/bench-models            writes the benchmark set, where PyTorch is installed
  tools/bench run                                  measures it: build/bench/results.md, .svg and .json
  tools/bench run DIR --models resnet50 --threads 1 --rounds 3
  tools/bench run --check tools/benchmark/baseline.json
  tools/bench cost                                 what compiling the set costs
  tools/bench check build/bench/results.json tools/benchmark/baseline.json
"""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise UserError(f"{message}; {self.prog} --help says what there is")


def positive(kind):
    def parse(value):
        number = kind(value)
        if not 0 < number < 1e6:
            raise ValueError
        return number

    parse.__name__ = "positive number"
    return parse


def listed(value):
    return [item for item in value.split(",") if item]


def default_python():
    own = ROOT / ".venv" / "bin" / "python3"
    return str(own) if own.exists() else sys.executable


def parser():
    raw = argparse.RawDescriptionHelpFormatter
    top = Parser(
        prog="tools/bench",
        description="Measures whole models beside other runtimes.",
        epilog=EXAMPLES,
        formatter_class=raw,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    run = commands.add_parser(
        "run", help="measure, and write a table, a plot and the raw figures", epilog=EXAMPLES, formatter_class=raw
    )
    run.add_argument(
        "set",
        nargs="?",
        default="build/bench-models",
        metavar="DIR",
        help="NAME.onnx and NAME.npz with in_INPUT and out_K each (default: %(default)s)",
    )
    run.add_argument("--models", type=listed, metavar="A,B", help="only these")
    run.add_argument(
        "--peers",
        type=listed,
        default=PEERS,
        metavar="A,B",
        help=f"of {', '.join(PEERS)}; none: Tenon only (default: all)",
    )
    run.add_argument("--threads", type=listed, metavar="N,M", help="numbers of threads (default: 1 and all cores)")
    run.add_argument(
        "--rounds", type=positive(int), default=5, metavar="N", help="turns of each contestant (default: %(default)s)"
    )
    run.add_argument(
        "--seconds", type=positive(float), default=1.0, metavar="S", help="of each turn (default: %(default)s)"
    )
    run.add_argument(
        "--timeout",
        type=positive(float),
        default=900.0,
        metavar="S",
        help="for one step of a contestant (default: %(default)s)",
    )
    run.add_argument(
        "--tolerance",
        type=positive(float),
        default=1e-4,
        metavar="E",
        help="relative error of a right result (default: %(default)s)",
    )
    run.add_argument(
        "--kernels",
        type=listed,
        default=SHAPES,
        metavar="MxNxK,...",
        help=f"matrix products beside the core's peak; none: no products (default: {','.join(SHAPES)})",
    )
    run.add_argument("--tenonc", metavar="PATH", help="the compiler (default: build/bin/tenonc, else the one of PATH)")
    run.add_argument(
        "--python",
        default=default_python(),
        metavar="PATH",
        help="the Python with numpy and the peers' packages (default: %(default)s)",
    )
    run.add_argument("--out", default="build/bench", metavar="DIR", help="where the results go (default: %(default)s)")
    run.add_argument(
        "--check", metavar="FILE", help="compare with a baseline; exit status 1 where something got slower"
    )
    run.add_argument("--write-baseline", metavar="FILE", help="write the run's ratios as a baseline")
    run.add_argument("--quiet", action="store_true", help="no progress on stderr")
    check = commands.add_parser("check", help="compare a run's results.json with a baseline")
    check.add_argument("results")
    check.add_argument("baseline")
    for each in (run, check):
        each.add_argument(
            "--threshold",
            type=positive(float),
            default=5.0,
            metavar="P",
            help="percent that count as slower (default: %(default)s)",
        )
    costs = commands.add_parser("cost", help="measure what compiling costs; exit status 1 where a limit is exceeded")
    costs.add_argument(
        "set", nargs="?", default="build/bench-models", metavar="DIR", help="NAME.onnx each (default: %(default)s)"
    )
    costs.add_argument("--models", type=listed, metavar="A,B", help="only these")
    costs.add_argument("--tenonc", metavar="PATH", help="the compiler (default: build/bin/tenonc, else the one of PATH)")
    costs.add_argument("--json", metavar="FILE", help="write the figures there, too")
    costs.add_argument("--quiet", action="store_true", help="no progress on stderr")
    models = commands.add_parser("models", help="write the benchmark set; needs PyTorch and more in --python")
    models.add_argument(
        "set", nargs="?", default="build/bench-models", metavar="DIR", help="where to (default: %(default)s)"
    )
    models.add_argument("--models", metavar="A,B", help="only these")
    models.add_argument("--python", default=default_python(), metavar="PATH", help="(default: %(default)s)")
    return top


# ---- What is to be measured ------------------------------------------------


def models_of(options):
    folder = pathlib.Path(options.set)
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}; tools/bench models {shlex.quote(str(folder))} writes one")
    found = {path.stem: path for path in sorted(folder.glob("*.onnx"))}
    names = options.models if options.models is not None else list(found)
    for name in names:
        if name not in found:
            raise UserError(f"there is no {name}.onnx in {folder}; there are {', '.join(found) or 'none'}")
        if not found[name].with_suffix(".npz").exists():
            raise UserError(
                f"{found[name]}: its inputs and outputs are missing: {name}.npz beside it, with in_INPUT and out_K"
            )
    if not names:
        raise UserError(f"there is no model in {folder}; tools/bench models {shlex.quote(str(folder))} writes some")
    return [found[name] for name in names]


def threads_of(options):
    cores = len(os.sched_getaffinity(0))
    if options.threads is None:
        return sorted({1, cores})
    for text in options.threads:
        if not text.isdecimal() or not 0 < int(text) <= cores:
            raise UserError(
                f"--threads {text}: a number from 1 to {cores} is expected, the cores that this process may use"
            )
    return sorted({int(text) for text in options.threads})


def programs_of(options):
    """tenonc, and bench-gemm beside it or nothing."""
    built = ROOT / "build" / "bin" / "tenonc"
    tenonc = options.tenonc or (str(built) if built.exists() else shutil.which("tenonc"))
    if not tenonc or not machine.tenon_version(tenonc):
        where = f"{tenonc} is none that runs" if tenonc else "neither build/bin/tenonc nor one in PATH"
        raise UserError(f"no tenonc: {where}; build it (tools/quickstart) or name it with --tenonc")
    gemm = pathlib.Path(shutil.which(tenonc) or tenonc).resolve().parent / "bench-gemm"
    return tenonc, str(gemm) if gemm.exists() else None


def peers_of(options, models, packages):
    """Names of peers to measure, and why others are left out."""
    names = [] if options.peers == ["none"] else options.peers
    for name in names:
        if name not in PEERS:
            raise UserError(f"there is no peer {name}; there are {', '.join(PEERS)}")
    left_out = {}
    for name in names:
        contestant = CONTESTANTS[name]
        if contestant.package not in packages:
            left_out[name] = f"the package {contestant.package} is not installed"
        elif not any(pathlib.Path(contestant.source(model)).exists() for model in models):
            suffix = pathlib.Path(contestant.source(models[0])).suffix
            left_out[name] = f"no model has its file NAME{suffix}, which tools/bench models writes"
    return [name for name in names if name not in left_out], left_out


# ---- Files -----------------------------------------------------------------


def make_folder(path):
    try:
        pathlib.Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {path}: {error.strerror}") from None


def write(path, text):
    """The whole file or none."""
    path = pathlib.Path(path)
    make_folder(path.parent)
    try:
        temporary = path.with_name(path.name + ".new")
        temporary.write_text(text)
        temporary.replace(path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None


def as_json(value):
    return json.dumps(value, indent=1) + "\n"


def read_json(path):
    try:
        value = json.loads(pathlib.Path(path).read_text())
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:
        raise UserError(f"{path} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise UserError(f"{path} is no file of tools/bench")
    return value


def write_results(results, folder):
    folder = pathlib.Path(folder)
    write(folder / "results.json", as_json(results))
    write(folder / "results.svg", plot.svg(results))
    write(folder / "results.md", tables.markdown(results, "results.svg"))


# ---- Commands --------------------------------------------------------------


def report_check(results, file, threshold):
    try:
        lines, slower, compared = baseline.check(results, read_json(file), threshold)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise UserError(f"{file} or the results do not have the form that tools/bench writes") from None
    print("\n".join(lines + [f"{compared} compared with {printable(file)}, {slower} slower or failed"]))
    if slower:
        raise UserError(f"{slower} of {compared} got more than {threshold:g} % slower than in {file}, or failed")


def run(options, command_line):
    progress = Progress(options.quiet)
    models, threads = models_of(options), threads_of(options)
    options.tenonc, options.bench_gemm = programs_of(options)
    # Before hours of measuring, not after:
    make_folder(options.out)
    if options.check:
        read_json(options.check)
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as folder:
        settings = measure.Settings(options, folder, progress)
        found = measure.installed(settings)
        packages = found["packages"]
        peers, left_out = peers_of(options, models, packages)
        if warning := machine.busy():
            progress.say(warning)
        for name, why in left_out.items():
            progress.say(f"left out: {name}: {why}")
        shapes = [] if options.kernels == ["none"] else options.kernels
        if not options.bench_gemm:
            progress.say("left out: the peak and matrix products: there is no bench-gemm beside tenonc")
            shapes = []
        names = ["tenon", *peers]
        results = {
            "format": 1,
            "command": shlex.join(["tools/bench", *command_line]),
            "commit": machine.commit(),
            "machine": machine.machine(),
            "versions": {
                "tenon": machine.tenon_version(options.tenonc),
                **{name: packages[CONTESTANTS[name].package]["version"] for name in peers},
                "python": found["python"],
                "numpy": packages["numpy"]["version"],
            },
            "settings": {
                "threads": threads,
                "rounds": options.rounds,
                "seconds": options.seconds,
                "tolerance": options.tolerance,
            },
            "options": {name: CONTESTANTS[name].options for name in names},
            "left_out": left_out,
            "kernels": measure.measure_kernels(shapes, settings),
            "peaks": [],
            "ratios": [],
            "rows": [],
        }
        for model in models:
            prepared = measure.artefacts(model, names, packages, settings)
            for count in threads:
                rows, peaks = measure.measure_model(model, count, prepared, settings)
                results["rows"] += rows
                results["peaks"].append({"model": model.stem, "threads": count, "gflops": peaks})
                results["ratios"].append(summary.ratios(rows, peaks, options.tolerance))
                write_results(results, options.out)  # what there is, should the run be interrupted
    print("\n".join(tables.summary_table(results)))
    print(f"\n{printable(pathlib.Path(options.out) / 'results.md')} has the rest")
    if options.write_baseline:
        write(options.write_baseline, as_json(baseline.baseline_of(results)))
    if options.check:
        report_check(results, options.check, options.threshold)
    failed = [entry["model"] for entry in results["ratios"] if "failed" in entry]
    if failed:
        raise UserError(f"Tenon failed on {', '.join(dict.fromkeys(failed))}; the table says how")


def measure_cost(options):
    tenonc, _ = programs_of(options)
    costs = cost.measure(tenonc, models_of(options), Progress(options.quiet))
    print("\n".join(cost.table(costs)))
    if options.json:
        write(options.json, as_json({"machine": machine.machine(), "commit": machine.commit(), **costs}))
    if lines := cost.exceeded(costs):
        print("\n".join(["", *lines]))
        raise UserError(f"{len(lines)} limits are exceeded")


def write_models(options):
    script = pathlib.Path(__file__).with_name("models.py")
    command = [options.python, str(script), options.set, *listed(options.models or "")]
    try:
        return subprocess.run(command).returncode
    except OSError as error:
        raise UserError(f"{options.python} cannot be run: {error.strerror}") from None


def main(arguments):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        options = parser().parse_args(arguments)
        if options.command == "models":
            return write_models(options)
        if options.command == "check":
            report_check(read_json(options.results), options.baseline, options.threshold)
        elif options.command == "cost":
            measure_cost(options)
        else:
            run(options, arguments)
    except UserError as error:
        sys.stdout.flush()
        print(f"error: {printable(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: interrupted", file=sys.stderr)
        return 130
    return 0
