"""fused.py TENONC FOLDER: operators that ONNX Runtime's sessions and quantizer write, against numpy."""
import numpy as np
from compare import check, finish, info, make, normal, random, weight
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

microsoft = [helper.make_opsetid("com.microsoft", 1)]
FLOAT, UINT8, UINT16 = TensorProto.FLOAT, TensorProto.UINT8, TensorProto.UINT16


def fused(kind, inputs, outputs, weights, domain="com.microsoft", **attributes):
    """A node whose inputs are the graph's, then the weights; a name is empty where there is none."""
    names = [value.name if value else "" for value in [*inputs, *weights]]
    node = helper.make_node(kind, names, [value.name for value in outputs], "node", domain=domain, **attributes)
    return make([node], [value for value in inputs if value], outputs, [value for value in weights if value], 21, microsoft)


# ---- A convolution or product, a sum, an activation function ----------------

x, kernel, bias, other = normal(2, 3, 6, 5), normal(4, 3, 3, 3), normal(4), normal(2, 4, 6, 5)
convolution = make([helper.make_node("Conv", ["x", "w", "b"], ["y"], pads=[1] * 4)], [info(name, None) for name in "xwb"], [info("y", None)], version=21)
plain = ReferenceEvaluator(convolution).run(None, dict(x=x, w=kernel, b=bias))[0]
leaky = lambda v, slope: np.where(v >= 0, v, v * np.float32(slope))
for name, parameters, function in (
    ("Relu", [], lambda v: np.maximum(v, 0)), ("Tanh", [], np.tanh), ("Sigmoid", [], lambda v: 1 / (1 + np.exp(-v))),
    ("LeakyRelu", [0.3], lambda v: leaky(v, 0.3)), ("Clip", [-1.0, 2.0], lambda v: np.clip(v, -1, 2)),
    ("HardSigmoid", [0.3, 0.4], lambda v: np.clip(0.3 * v + 0.4, 0, 1)),
):
    attributes = dict(activation=name, pads=[1] * 4, **(dict(activation_params=parameters) if parameters else {}))
    shape = ["batch", 3, "h", "w"]
    out = info("y", ["batch", 4, "h2", "w2"])
    check(f"conv-{name}", fused("FusedConv", [info("x", shape)], [out], [weight("w", kernel), weight("b", bias)], **attributes), [x],
          [function(plain)])
    node = helper.make_node("FusedConv", ["x", "w", "b", "z"], ["y"], domain="com.microsoft", **attributes)
    check(f"conv-sum-{name}", make([node], [info("x", list(x.shape)), info("z", list(other.shape))], [info("y", list(other.shape))],
                                   [weight("w", kernel), weight("b", bias)], 21, microsoft), [x, other], [function(plain + other)])

a, b, c = normal(4, 6), normal(5, 6), normal(5)
check("gemm", fused("FusedGemm", [info("a", ["rows", 6])], [info("y", ["rows", 5])], [weight("b", b), weight("c", c)], transB=1, alpha=0.5,
                    beta=2.0, activation="LeakyRelu", activation_alpha=0.2), [a], [leaky(0.5 * (a @ b.T) + 2 * c, 0.2)])

# Of ai.onnx by its name, and not by the specification.
g = normal(6)
check("simplified", fused("SimplifiedLayerNormalization", [info("a", ["rows", 6])], [info("y", ["rows", 6])], [weight("g", g)], domain="",
                          axis=-1, epsilon=1e-6, stash_type=1), [a], [a / np.sqrt((a * a).mean(-1, keepdims=True) + 1e-6) * g])

# ---- Quantized --------------------------------------------------------------

left, right = random.integers(0, 256, (3, 6)).astype(np.uint8), random.integers(-128, 128, (5, 6)).astype(np.int8)
addend, scales = random.integers(-500, 500, 5).astype(np.int32), random.uniform(0.01, 0.1, 5).astype(np.float32)
product = (left.astype(np.int32) - 120) @ (right.astype(np.int32) - 3).T + addend
real = product.astype(np.float32) * (np.float32(0.02) * scales)
parameters = [weight("as", np.float32(0.02)), weight("az", np.uint8(120)), weight("b", right), weight("bs", scales),
              weight("bz", np.full(5, 3, np.int8)), weight("c", addend)]
check("qgemm-real", fused("QGemm", [info("a", ["rows", 6], UINT8)], [info("y", ["rows", 5])], parameters, transB=1), [left], [real])
quantized = np.clip(np.rint(real / np.float32(0.5)) + 100, 0, 255).astype(np.uint8)
check("qgemm", fused("QGemm", [info("a", ["rows", 6], UINT8)], [info("y", ["rows", 5], UINT8)],
                     [*parameters, weight("ys", np.float32(0.5)), weight("yz", np.uint8(100))], transB=1), [left], [quantized], tolerance=0)

image = random.integers(0, 256, (2, 3, 6, 5)).astype(np.uint8)
averages = ReferenceEvaluator(make([helper.make_node("AveragePool", ["x"], ["y"], kernel_shape=[3, 2], pads=[1, 0, 1, 0], strides=[2, 1])],
                                   [info("x", None)], [info("y", None)], version=21)).run(
    None, dict(x=(image.astype(np.float32) - 120) * np.float32(0.02)))[0]
pooled = np.clip(np.rint(averages / np.float32(0.015)) + 118, 0, 255).astype(np.uint8)
scales_of_pool = [weight("s", np.float32(0.02)), weight("z", np.uint8(120)), weight("ys", np.float32(0.015)), weight("yz", np.uint8(118))]
for last, order in ((0, [0, 1, 2, 3]), (1, [0, 2, 3, 1])):
    named = [["batch", 3, "h", "w"][axis] for axis in order], [["batch", 3, "h2", "w2"][axis] for axis in order]
    check(f"qpool-{last}", fused("QLinearAveragePool", [info("x", named[0], UINT8)], [info("y", named[1], UINT8)], scales_of_pool,
                                 kernel_shape=[3, 2], pads=[1, 0, 1, 0], strides=[2, 1], channels_last=last),
          [image.transpose(order)], [pooled.transpose(order)], tolerance=0)

condition, one, two = random.integers(0, 2, (4, 1)).astype(bool), random.integers(0, 256, (4, 6)).astype(np.uint8), random.integers(0, 256, 6).astype(np.uint8)
chosen = np.where(condition, (one.astype(np.float32) - 100) * np.float32(0.1), (two.astype(np.float32) - 7) * np.float32(0.2))
where = helper.make_node("QLinearWhere", ["c", "x", "xs", "xz", "y", "ys", "yz", "zs", "zz"], ["z"], domain="com.microsoft")
check("qwhere", make([where], [info("c", ["rows", 1], TensorProto.BOOL), info("x", ["rows", 6], UINT8), info("y", [6], UINT8)],
                     [info("z", ["rows", 6], UINT8)],
                     [weight("xs", np.float32(0.1)), weight("xz", np.uint8(100)), weight("ys", np.float32(0.2)), weight("yz", np.uint8(7)),
                      weight("zs", np.float32(0.3)), weight("zz", np.uint8(60))], 21, microsoft),
      [condition, one, two], [np.clip(np.rint(chosen / np.float32(0.3)) + 60, 0, 255).astype(np.uint8)], tolerance=0)

wide = np.clip(np.rint(a / np.float32(1e-4)) + 30000, 0, 65535).astype(np.uint16)
sixteen = [weight("s", np.float32(1e-4)), weight("z", np.uint16(30000))]
check("quantize-16", fused("QuantizeLinear", [info("a", ["rows", 6])], [info("y", ["rows", 6], UINT16)], sixteen), [a], [wide], tolerance=0)
check("dequantize-16", fused("DequantizeLinear", [info("a", ["rows", 6], UINT16)], [info("y", ["rows", 6])], sixteen), [wide],
      [(wide.astype(np.int32) - 30000).astype(np.float32) * np.float32(1e-4)])

# An LSTM whose weights are bytes is one with the numbers that these stand for.
sequence, hidden, inputs = normal(5, 2, 3), 4, 3
bytes_w = random.integers(0, 256, (2, inputs, 4 * hidden)).astype(np.uint8)
bytes_r = random.integers(0, 256, (2, hidden, 4 * hidden)).astype(np.uint8)
biases, scale_w, scale_r = normal(2, 8 * hidden), np.float32([0.01, 0.02]), random.uniform(0.001, 0.01, (2, 4 * hidden)).astype(np.float32)
zero_w, zero_r = np.uint8([120, 130]), np.full((2, 4 * hidden), 128, np.uint8)
numbers_w = (bytes_w.astype(np.float32) - zero_w[:, None, None]) * scale_w[:, None, None]
numbers_r = (bytes_r.astype(np.float32) - 128) * scale_r[:, None, :]
node = helper.make_node("LSTM", ["x", "w", "r", "b"], ["y", "h", "c"], hidden_size=hidden, direction="bidirectional")
results = [info(name, None) for name in "yhc"]
expected = ReferenceEvaluator(make([node], [info(name, None) for name in "xwrb"], results, version=21)).run(
    None, dict(x=sequence, w=numbers_w.transpose(0, 2, 1), r=numbers_r.transpose(0, 2, 1), b=biases))
results = [info("y", ["length", 2, "batch", hidden]), info("h", [2, "batch", hidden]), info("c", [2, "batch", hidden])]
check("lstm", fused("DynamicQuantizeLSTM", [info("x", ["length", "batch", inputs])], results,
                    [weight("w", bytes_w), weight("r", bytes_r), weight("b", biases), None, None, None, None, weight("ws", scale_w),
                     weight("wz", zero_w), weight("rs", scale_r), weight("rz", zero_r)], hidden_size=hidden, direction="bidirectional"),
      [sequence], expected)

# Queries of several heads share keys, the rotation is inside, the sizes of the cache are symbols of their own.
def rotated(value, places):
    angles = np.array(places, np.float32)[..., None, :, None] * np.float32([1.0, 0.1])
    low, high = value[..., :2], value[..., 2:]
    return np.concatenate([low * np.cos(angles) - high * np.sin(angles), low * np.sin(angles) + high * np.cos(angles)], -1)


def attended(packed, past_k, past_v, lengths):
    """Of [batch, length, 4 + 2 + 2 heads of 4]; lengths with those before."""
    batch, count = packed.shape[:2]
    heads = packed.reshape(batch, count, 8, 4).transpose(0, 2, 1, 3)
    places = [[max(length - count, 0) + i for i in range(count)] for length in lengths]
    query, key = rotated(heads[:, :4], places), rotated(heads[:, 4:6], places)
    # New keys go behind those that a row has, which can be fewer than there is room for.
    before = [max(length - count, 0) for length in lengths]
    joined = lambda past, new: np.stack([np.concatenate([p[:, :n], r, p[:, n:]], 1) for p, r, n in zip(past, new, before)])
    key, value = joined(past_k, key), joined(past_v, heads[:, 6:])
    scores = query @ np.repeat(key, 2, 1).transpose(0, 1, 3, 2) / 2
    place = np.arange(key.shape[2])
    own = np.array(before)[:, None, None, None] + np.arange(count)[:, None]
    seen = (place <= own) & (place < np.array(lengths)[:, None, None, None])
    weights = np.exp(np.where(seen, scores, -np.inf))
    result = (weights / weights.sum(-1, keepdims=True)) @ np.repeat(value, 2, 1)
    return [result.transpose(0, 2, 1, 3).reshape(batch, count, 16), key, value]


tables = np.arange(32, dtype=np.float32)[:, None] * np.float32([1.0, 0.1])
cache = [info(name, ["batch", 2, "past", name]) for name in ("past_k", "past_v")]
inputs = [info("packed", ["batch", "length", 32]), None, None, *cache, info("last", ["batch"], TensorProto.INT32), info("total", [], TensorProto.INT32)]
outputs = [info("y", ["batch", "length", 16]), info("k", ["batch", 2, "all", 4]), info("v", ["batch", 2, "all", 4])]
group = fused("GroupQueryAttention", inputs, outputs, [weight("cos", np.cos(tables)), weight("sin", np.sin(tables))], num_heads=4,
              kv_num_heads=2, do_rotary=1)
for name, batch, count, past, lengths in (("group-decode", 2, 1, 5, [6, 6]), ("group-more", 1, 3, 4, [7]), ("group-prompt", 2, 6, 0, [6, 4])):
    packed, past_k, past_v = normal(batch, count, 32), normal(batch, 2, past, 4), normal(batch, 2, past, 4)
    check(name, group, [packed, past_k, past_v, np.int32(lengths) - 1, np.int32(max(lengths))], attended(packed, past_k, past_v, lengths),
          tolerance=1e-4)
# What the cache holds behind a row's last key is nobody's business: the result shows the rest.
packed, past_k, past_v, lengths = normal(3, 1, 32), normal(3, 2, 5, 4), normal(3, 2, 5, 4), [4, 6, 1]
ragged = fused("GroupQueryAttention", inputs, outputs[:1], [weight("cos", np.cos(tables)), weight("sin", np.sin(tables))], num_heads=4,
               kv_num_heads=2, do_rotary=1)
check("group-ragged", ragged, [packed, past_k, past_v, np.int32(lengths) - 1, np.int32(6)], attended(packed, past_k, past_v, lengths)[:1],
      tolerance=1e-4)
finish()
