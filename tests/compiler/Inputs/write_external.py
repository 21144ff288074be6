"""Writes model.onnx, which adds to x the 8 floats of values.bin: all of them the number given."""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper

values = np.full(8, float(sys.argv[1]), np.float32)
values.tofile("values.bin")
weight = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[8], data_location=TensorProto.EXTERNAL)
for key, value in (("location", "values.bin"), ("offset", "0"), ("length", "32")):
    weight.external_data.add(key=key, value=value)
vector = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [8])
graph = helper.make_graph([helper.make_node("Add", ["x", "w"], ["y"])], "adds", [vector("x")], [vector("y")], [weight])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
with open("model.onnx", "wb") as file:
    file.write(model.SerializeToString())
