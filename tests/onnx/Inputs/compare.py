"""Runs models made by onnx.helper with `tenonc run` and compares with the evaluator of the onnx package."""
import os
import shutil
import subprocess
import sys

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

tenonc, folder = os.path.abspath(shutil.which(sys.argv[1]) or sys.argv[1]), os.path.abspath(sys.argv[2])
counts = [0, 0]
random = np.random.default_rng(1)


def info(name, sizes, element=onnx.TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, element, sizes)


def normal(*sizes):
    return random.normal(size=sizes).astype(np.float32)


def weight(name, value):
    return numpy_helper.from_array(np.asarray(value), name)


def value(info, array):
    """As a message of a file."""
    if isinstance(array, list):
        return numpy_helper.from_list(array, info.name)
    return numpy_helper.from_array(np.asarray(array), info.name)


def read(path, info):
    with open(path, "rb") as file:
        content = file.read()
    if info.type.HasField("sequence_type"):
        return numpy_helper.to_list(onnx.SequenceProto.FromString(content))
    return numpy_helper.to_array(onnx.TensorProto.FromString(content))


def same(expected, got, tolerance):
    if isinstance(expected, list):
        return len(expected) == len(got) and all(same(a, b, tolerance) for a, b in zip(expected, got))
    expected = np.asarray(expected)
    if got.dtype == object:
        return expected.shape == got.shape and expected.astype(object).tolist() == got.tolist()
    if expected.shape != got.shape or expected.dtype != got.dtype:
        return False
    if not tolerance:
        return expected.tobytes() == got.tobytes()
    return np.allclose(expected.astype(np.float64), got.astype(np.float64), tolerance, tolerance, equal_nan=True)


def run(name, model, inputs):
    """The outputs, or the error's line."""
    place = os.path.join(folder, name)
    os.makedirs(place + "/in")
    onnx.save(model, place + "/model.onnx")
    for number, (info, array) in enumerate(zip(model.graph.input, inputs)):
        with open(f"{place}/in/input_{number}.pb", "wb") as file:
            file.write(value(info, array).SerializeToString())
    done = subprocess.run([tenonc, "run", place + "/model.onnx", "--inputs", place + "/in", "--outputs", place + "/out"],
                          capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip()
    return [read(f"{place}/out/output_{number}.pb", info) for number, info in enumerate(model.graph.output)]


def check(name, model, inputs, expected=None, tolerance=1e-5):
    """Compares all outputs; with tolerance 0 every bit."""
    if expected is None:
        names = [info.name for info in model.graph.input]
        expected = ReferenceEvaluator(model).run(None, dict(zip(names, inputs)))
    got = run(name, model, inputs)
    passed = isinstance(got, list) and all(same(a, b, tolerance) for a, b in zip(expected, got))
    counts[not passed] += 1
    if not passed:
        print(f"FAIL {name}: expected {expected}, got {got}")


def make(nodes, inputs, outputs, initializers=(), version=24, sets=()):
    return helper.make_model(helper.make_graph(nodes, "g", inputs, outputs, list(initializers)),
                             opset_imports=[helper.make_opsetid("", version), *sets], ir_version=10)


def finish():
    print(f"{counts[0]} passed, {counts[1]} failed")
