"""narrow.py TENONC FOLDER: conversions between wide and narrow element types, every bit against the onnx package."""
import numpy as np
from compare import check, finish, make
from onnx import TensorProto, helper

FLOATS = ("FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2", "FLOAT8E5M2FNUZ", "FLOAT4E2M1")
INTEGERS = ("INT4", "UINT4", "INT2", "UINT2")
random = np.random.default_rng(1)

# Every float16; float32 and float64 of all exponents that matter, and numbers just beside halves.
half = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
half = half[~np.isnan(half)]
single = (random.integers(0, 1 << 32, 50000, dtype=np.uint64).astype(np.uint32)).view(np.float32)
single = np.concatenate([single[np.isfinite(single)], np.ldexp(random.normal(size=20000), random.integers(-20, 18, 20000)).astype(np.float32)])
halves = half[np.isfinite(half)].astype(np.float64)
double = np.concatenate([halves * (1 + 1e-12), halves * (1 - 1e-12)])


def info(name, element, count=None):
    return helper.make_tensor_value_info(name, element, [count])


def cast(to, x, **attributes):
    element = helper.np_dtype_to_tensor_dtype(x.dtype)
    to = getattr(TensorProto, to)
    return make([helper.make_node("Cast", ["x"], ["y"], to=to, **attributes)], [info("x", element, len(x))],
                [info("y", to, len(x))])


for name in FLOATS:
    for kind, x in (("half", half), ("single", single), ("double", double)):
        for saturate in (1, 0):
            check(f"{name}-{kind}-{saturate}", cast(name, x, saturate=saturate), [x], tolerance=0)
    codes = np.arange(16 if name == "FLOAT4E2M1" else 256, dtype=np.uint8).view(helper.tensor_dtype_to_np_dtype(getattr(TensorProto, name)))
    check(f"{name}-back", cast("FLOAT", codes), [codes])
    check(f"{name}-to-half", cast("FLOAT16", codes), [codes])

for mode in ("up", "down", "nearest"):
    for saturate in (1, 0):
        check(f"scale-{mode}-{saturate}", cast("FLOAT8E8M0", single, saturate=saturate, round_mode=mode), [single], tolerance=0)
scales = np.arange(256, dtype=np.uint8).view(helper.tensor_dtype_to_np_dtype(TensorProto.FLOAT8E8M0))
check("scale-back", cast("FLOAT", scales), [scales])

for name in INTEGERS:
    wide = np.arange(-20, 20, dtype=np.int32)
    check(name, cast(name, wide), [wide], tolerance=0)
    few = wide.astype(helper.tensor_dtype_to_np_dtype(getattr(TensorProto, name)))
    for to in ("INT8", "UINT8", "FLOAT", "INT64"):
        check(f"{name}-{to}", cast(to, few), [few], tolerance=0)

# Quantization by block, with an axis, and to every type.
x = random.normal(size=(4, 6)).astype(np.float32)
for name in FLOATS + INTEGERS + ("UINT8", "INT16"):
    to = getattr(TensorProto, name)
    scale = random.uniform(0.1, 1, size=(2, 6)).astype(np.float32)
    quantize = helper.make_node("QuantizeLinear", ["x", "s"], ["q"], axis=0, block_size=2, output_dtype=to)
    back = helper.make_node("DequantizeLinear", ["q", "s"], ["y"], axis=0, block_size=2)
    shaped = lambda label, element, sizes: helper.make_tensor_value_info(label, element, sizes)
    check(f"blocks-{name}", make([quantize, back], [shaped("x", TensorProto.FLOAT, [4, 6]), shaped("s", TensorProto.FLOAT, [2, 6])],
                                 [shaped("q", to, [4, 6]), shaped("y", TensorProto.FLOAT, [4, 6])]), [x, scale])
finish()
