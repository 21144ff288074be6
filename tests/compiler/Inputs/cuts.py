"""A tuning file with small and odd tiles for the products of tests/codegen/Inputs/products.mlir."""

import itertools
import json

# Sizes and depths as a table names them.
PRODUCTS = [
    "f32 [36, 49, 64] depth [64]",
    "f32 [196, 80] depth [3, 192]",
    "f32 [196, 32] depth [80]",
    "f32 [1, 96] depth [6272]",
    "f32 [196, 240] depth [40]",
]
cuts = itertools.cycle([(12, 64, 64, 64), (50, 100, 5, 2), (1024, 8192, 64, 1)])
members = ["rows", "depth", "register_rows", "register_vectors"]
products = [{"product": name, **dict(zip(members, cut))} for name, cut in zip(PRODUCTS, cuts)]
print(json.dumps({"format": 1, "products": products}))
