"""unsupported.py FILE: a model with nodes that cannot be compiled, for several reasons, at several depths."""
import sys

import onnx
from onnx import TensorProto, helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
node, tensor = helper.make_node, helper.make_tensor_value_info
branch = helper.make_graph([node("Blur", ["b"], ["c"], name="in_branch", domain="com.example")], "then", [], [tensor("c", FLOAT, [2])])
other = helper.make_graph([node("Neg", ["x"], ["d"])], "else", [], [tensor("d", FLOAT, [2])])
nodes = [
    node("Sharpen", ["x", "", "w"], ["a"], name="first", domain="com.example"),
    node("Relu", ["a"], ["b"]),
    node("If", ["which"], ["e"], then_branch=branch, else_branch=other),
    node("Add", ["e", "x"], ["f"]),  # not listed: it only reads what is not there
    node("Transpose", ["x"], ["g"], name="fourth", perm=[0, 1]),
    node("Reshape", ["x", "n"], ["y"], name="fifth"),
]
graph = helper.make_graph(
    nodes, "g", [tensor("x", FLOAT, ["n"]), tensor("which", TensorProto.BOOL, []), tensor("n", INT64, ["k"])], [tensor("y", FLOAT, None)],
    [helper.make_tensor("w", FLOAT, [2, 1], [1, 2])], value_info=[tensor("a", FLOAT, ["n"])])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.example", 3)], ir_version=10), sys.argv[1])
