"""write_strings.py FILE TEXT...: strings as NumPy writes them."""

import struct
import sys

path, texts = sys.argv[1], sys.argv[2:]
width = max(map(len, texts))
header = f"{{'descr': '<U{width}', 'fortran_order': False, 'shape': ({len(texts)},), }}".encode()
header += b" " * (63 - (len(header) + 10) % 64) + b"\n"
with open(path, "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    for text in texts:
        file.write(text.ljust(width, "\0").encode("utf-32-le"))
