"""Writes a safetensors file with the one tensor w, 512 x 1024 (float32, 2 MB)."""

import json
import struct
import sys

rows, columns = 512, 1024
header = json.dumps({"w": {"dtype": "F32", "shape": [rows, columns], "data_offsets": [0, 4 * rows * columns]}}).encode()
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header)
    file.write(struct.pack("<1024f", *(column % 7 - 3 for column in range(columns))) * rows)
