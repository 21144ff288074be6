"""bench_set.py DIR: a benchmark set of a tiny model, with a name that is hard to show, and of a file that is none."""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True)
x = np.arange(4, dtype=np.float32).reshape(1, 4)
weights = np.linspace(-1, 1, 12, dtype=np.float32).reshape(4, 3)
graph = helper.make_graph(
    [helper.make_node("MatMul", ["x", "w"], ["a"]), helper.make_node("Relu", ["a"], ["y"])],
    "g",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 4])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3])],
    [numpy_helper.from_array(weights, "w")],
)
onnx.save(
    helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8), folder / "a|b <i>&_c.onnx"
)
(folder / "broken.onnx").write_bytes(b"\x08\x08\x12")
for name in ("a|b <i>&_c", "broken"):
    np.savez(folder / f"{name}.npz", in_x=x, out_0=np.maximum(x @ weights, 0))
