"""Writes counter.safetensors: the weight w of counter.mlir and the first value of its state sum.

    write_counter.py FILE [NAME=DTYPEx1x2x3 ...]     other tensors instead, of ones
"""

import json
import struct
import sys

tensors = {}
if len(sys.argv) == 2:
    tensors["w"] = ("F32", [4], struct.pack("<4f", 1, 2, 3, 4))
    tensors["sum"] = ("F32", [4], struct.pack("<4f", 10, 20, 30, 40))
for argument in sys.argv[2:]:
    name, description = argument.split("=")
    dtype, *sizes = description.split("x")
    shape = [int(size) for size in sizes]
    count = 1
    for size in shape:
        count *= size
    one = {"F32": struct.pack("<f", 1), "F16": struct.pack("<e", 1), "I64": struct.pack("<q", 1)}[dtype]
    tensors[name] = (dtype, shape, one * count)

header, data = {}, b""
for name, (dtype, shape, values) in tensors.items():
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
    data += values
text = json.dumps(header).encode()
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
