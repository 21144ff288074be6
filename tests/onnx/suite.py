#!/usr/bin/env python3
"""Runs the cases of the ONNX project's backend tests, each as one call of tenonc.

    suite.py --tenonc build/bin/tenonc --cases build/onnx-suite [--jobs N] [--filter REGEX]
             [--table FILE | --check-table FILE]

The cases are made of the installed onnx package and written to the folder of --cases where they are not there yet. A
case passes where the program gives what the package expects. Cases in expected-failures.txt have to fail. --table
writes which operators there are and how many of their cases pass. Exit status 0: every case did as expected, and the
table of --check-table says what came out.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import onnx
from onnx import numpy_helper

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).resolve().parent

# What is expected of these is one draw of many.
DRAWN = re.compile(r"node/test_(bernoulli|training_dropout(?!.*zero_ratio))")


# ---- Cases as files --------------------------------------------------------


def message_of(value, info):
    """A value as the message that its type has in files."""
    if isinstance(value, onnx.TensorProto):
        return value
    kind = info.type.WhichOneof("value")
    if kind == "sequence_type":
        return numpy_helper.from_list(list(value), info.name)
    if kind != "optional_type":
        return numpy_helper.from_array(np.asarray(value), info.name)
    message = onnx.OptionalProto(name=info.name)
    if value is None:
        message.elem_type = onnx.OptionalProto.UNDEFINED
    elif info.type.optional_type.elem_type.HasField("sequence_type"):
        message.elem_type = onnx.OptionalProto.SEQUENCE
        message.sequence_value.CopyFrom(numpy_helper.from_list(list(value)))
    else:
        message.elem_type = onnx.OptionalProto.TENSOR
        message.tensor_value.CopyFrom(numpy_helper.from_array(np.asarray(value)))
    return message


def value_of(path, info):
    data = path.read_bytes()
    kind = info.type.WhichOneof("value")
    if kind == "optional_type":
        return numpy_helper.to_optional(onnx.OptionalProto.FromString(data))
    if kind == "sequence_type":
        return numpy_helper.to_list(onnx.SequenceProto.FromString(data))
    return numpy_helper.to_array(onnx.TensorProto.FromString(data))


def write_cases(folder):
    """All cases, in folders GROUP/NAME; complete once the file `version` is there."""
    from onnx.backend.test import loader
    from onnx.backend.test.case import node

    version = folder / "version"
    if version.exists() and version.read_text() == onnx.__version__:
        return
    shutil.rmtree(folder, ignore_errors=True)
    np.seterr(all="ignore")
    for case in node.collect_testcases(None):
        where = folder / "node" / case.name
        where.mkdir(parents=True)
        onnx.save(case.model, where / "model.onnx")
        for number, (inputs, outputs) in enumerate(case.data_sets):
            data = where / f"test_data_set_{number}"
            data.mkdir()
            for kind, values, infos in (
                ("input", inputs, case.model.graph.input),
                ("output", outputs, case.model.graph.output),
            ):
                for i, value in enumerate(values):
                    (data / f"{kind}_{i}.pb").write_bytes(message_of(value, infos[i]).SerializeToString())
        (where / "tolerance.json").write_text(json.dumps([case.rtol, case.atol]))
    files = pathlib.Path(loader.__file__).parent.parent / "data"
    for group in ("simple", "light", "pytorch-operator", "pytorch-converted"):
        for case in sorted((files / group).iterdir()):
            if (case / "model.onnx").exists() and (case / "test_data_set_0").is_dir():
                shutil.copytree(case, folder / group / case.name)
    version.write_text(onnx.__version__)


# ---- Running ---------------------------------------------------------------


def difference(wanted, got, tolerance, drawn):
    """What is wrong with a result, or nothing."""
    if wanted is None or got is None:
        return "" if wanted is got else "it is there on one side only"
    if isinstance(wanted, list):
        if not isinstance(got, list) or len(wanted) != len(got):
            return "it is a sequence of another length"
        return next(filter(None, (difference(a, b, tolerance, drawn) for a, b in zip(wanted, got))), "")
    wanted, got = np.asarray(wanted), np.asarray(got)
    if wanted.shape != got.shape:
        return f"shape {got.shape}, expected {wanted.shape}"
    if wanted.dtype.kind in "OSU":
        texts = [[x.decode() if isinstance(x, bytes) else str(x) for x in side.ravel()] for side in (wanted, got)]
        return "" if texts[0] == texts[1] else "other strings"
    if wanted.dtype != got.dtype:
        return f"type {got.dtype}, expected {wanted.dtype}"
    if drawn:
        within = np.isin(got, (0, 1)) if drawn == "bernoulli" else np.isfinite(got)
        return "" if within.all() else "values that cannot be drawn"
    if wanted.dtype.kind not in "fiubc":
        wanted, got = wanted.astype(np.float32), got.astype(np.float32)
    if np.allclose(got, wanted, *tolerance, equal_nan=True):
        return ""
    wrong = ~np.isclose(got, wanted, *tolerance, equal_nan=True)
    first = tuple(np.argwhere(wrong)[0])
    return f"{wrong.sum()} of {wrong.size} values differ, first at {list(map(int, first))}: {got[first]}, expected {wanted[first]}"


def run_case(case, name, tenonc, seconds):
    model = onnx.load(case / "model.onnx", load_external_data=False)
    tolerance_file = case / "tolerance.json"
    tolerance = json.loads(tolerance_file.read_text()) if tolerance_file.exists() else (1e-3, 1e-7)
    drawn = DRAWN.search(name)
    for data in sorted(case.glob("test_data_set_*")):
        with tempfile.TemporaryDirectory() as outputs:
            command = [tenonc, "run", case / "model.onnx", "--inputs", data, "--outputs", outputs]
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
            except subprocess.TimeoutExpired:
                return f"it took longer than {seconds} s"
            if done.returncode:
                message = (done.stderr.strip() or "no message").splitlines()[0].replace(f"{case}/", "")
                return f"exit {done.returncode}: {message}"
            for i, info in enumerate(model.graph.output):
                wanted = value_of(data / f"output_{i}.pb", info)
                wrong = difference(wanted, value_of(pathlib.Path(outputs) / f"output_{i}.pb", info), tolerance, drawn and drawn[1])
                if wrong:
                    return f"output '{info.name}': {wrong}"
    return ""


def read_expected(path):
    """Names of cases and why they cannot pass."""
    expected = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition(" ")
            if not reason.strip():
                sys.exit(f"error: {path}: '{name}' has no reason")
            expected[name] = reason.strip()
    return expected


# ---- The table of operators ------------------------------------------------


def operators_of(graph):
    for node in graph.node:
        yield node.domain if node.domain != "ai.onnx" else "", node.op_type
        for attribute in node.attribute:
            for inner in [attribute.g, *attribute.graphs]:
                yield from operators_of(inner)


def count_cases(folder, results):
    """How many cases hold each operator, and how many of these pass."""
    counts = collections.defaultdict(lambda: [0, 0])
    for name, wrong in results.items():
        model = onnx.load(folder / name / "model.onnx", load_external_data=False)
        own = {(function.domain, function.name) for function in model.functions}
        for operator in set(operators_of(model.graph)) - own:
            counts[operator][0] += not wrong
            counts[operator][1] += 1
    return counts


def make_table(tenonc, folder, results):
    """Which operators there are, in which versions of the package, and how many cases that hold them pass."""
    listed = subprocess.run([tenonc, "doctor", "--operators"], capture_output=True, text=True, check=True).stdout
    versions = collections.defaultdict(list)
    for schema in onnx.defs.get_all_schemas_with_history():
        versions[schema.domain, schema.name].append(schema.since_version)
    counts = count_cases(folder, results)
    lines = [
        "# Operators of ONNX files",
        "",
        "The operators that are read, with their versions in the onnx package from the first that is, and how many of the package's",
        f"{len(results)} cases that hold them pass. Made by `tests/onnx/suite.py --table` of onnx {onnx.__version__}; not edited by hand.",
        "",
        "| domain | operator | versions | cases |",
        "|---|---|---|---|",
    ]
    for line in listed.splitlines():
        domain, name, since = line.split()
        key = ("" if domain == "ai.onnx" else domain, name)
        known = sorted(versions[key])
        # An entry from version N on reads the definition that is the newest at N, too.
        first = max((version for version in known if version <= int(since)), default=0)
        read = ", ".join(str(version) for version in known if version >= first) or f"from {since}"
        passed, all_cases = counts[key] if key in counts else (0, 0)
        lines.append(f"| {domain} | {name} | {read} | {f'{passed} of {all_cases}' if all_cases else '-'} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tenonc", required=True)
    parser.add_argument("--cases", required=True, type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--filter", default="")
    parser.add_argument("--table", type=pathlib.Path, help="the file to write the table of operators to")
    parser.add_argument("--check-table", type=pathlib.Path, help="a table of operators that these results should give")
    parser.add_argument("--expected", type=pathlib.Path, default=HERE / "expected-failures.txt")
    parser.add_argument("--seconds", type=float, default=60, help="the time that a case may take")
    options = parser.parse_args()
    os.environ["TENON_CACHE"] = "off"
    write_cases(options.cases)
    names = sorted(str(path.parent.relative_to(options.cases)) for path in options.cases.glob("*/*/model.onnx"))
    names = [name for name in names if re.search(options.filter, name)]
    expected = read_expected(options.expected)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        run = lambda name: run_case(options.cases / name, name, options.tenonc, options.seconds)
        results = dict(zip(names, pool.map(run, names)))
    unexpected = 0
    for name, wrong in results.items():
        if bool(wrong) == (name in expected):
            continue
        unexpected += 1
        print(f"FAIL {name}: {wrong}" if wrong else f"PASS, but listed as one that fails: {name}")
    for name in sorted(set(expected) - set(results)) if not options.filter else []:
        unexpected += 1
        print(f"listed, but no case: {name}")
    if options.table:
        options.table.write_text(make_table(options.tenonc, options.cases, results))
    if options.check_table and options.check_table.read_text() != make_table(options.tenonc, options.cases, results):
        unexpected += 1
        print(f"{options.check_table} is not what these results give: write it anew with --table")
    passed = sum(not wrong for wrong in results.values())
    print(f"{passed} passed, {len(results) - passed} failed, {unexpected} not as expected")
    sys.exit(unexpected != 0 or not results)


if __name__ == "__main__":
    main()
