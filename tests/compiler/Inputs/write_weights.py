"""Writes a safetensors file with the one tensor w = 0, 1, ..., 7 (float32)."""

import json
import struct
import sys

header = json.dumps({"w": {"dtype": "F32", "shape": [8], "data_offsets": [0, 32]}}).encode()
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + struct.pack("<8f", *range(8)))
