"""write_npy.py FILE TYPE SIZES: zeros as a .npy file, for example `x.npy <f4 4,8`."""

import struct
import sys

path, dtype, sizes = sys.argv[1], sys.argv[2], [int(size) for size in sys.argv[3].split(",")]
count = int(dtype[2:])
for size in sizes:
    count *= size
shape = "(" + ", ".join(map(str, sizes)) + ",)"
header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode()
header += b" " * (63 - (len(header) + 10) % 64) + b"\n"
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + bytes(count))
