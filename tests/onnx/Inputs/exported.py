"""exported.py TENONC FOLDER: shapes as PyTorch's exporters compute them, each from a model of theirs made small."""
import numpy as np
from compare import check, counts, finish, info, make, normal, run, weight
from onnx import TensorProto, helper

FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
node = helper.make_node


def integers(name, *values):
    return weight(name, np.array(values, np.int64))


def refuses(name, model, inputs):
    """A run that has to fail, with exit status 1 and a line that names the node."""
    got = run(name, model, inputs)
    passed = isinstance(got, str) and "error:" in got and "defect" not in got
    counts[not passed] += 1
    if not passed:
        print(f"FAIL {name}: expected an error, got {got}")


# BERT: as many rows of a table of positions as there are words, then heads of a known size.
positions = make(
    [node("Shape", ["x"], ["shape"]), node("Gather", ["shape", "one"], ["length"]), node("Unsqueeze", ["length", "axis"], ["end"]),
     node("Slice", ["table", "start", "end", "axis"], ["rows"], "slice"), node("Add", ["x", "rows"], ["sum"], "add"),
     node("Gather", ["shape", "zero"], ["batch"]), node("Unsqueeze", ["batch", "axis"], ["count"]),
     node("Concat", ["count", "end", "heads"], ["split"], axis=0), node("Reshape", ["sum", "split"], ["parts"], "reshape"),
     node("Transpose", ["parts"], ["left"], perm=[0, 2, 1, 3]), node("Transpose", ["parts"], ["right"], perm=[0, 2, 3, 1]),
     node("MatMul", ["left", "right"], ["scores"], "scores"), node("Softmax", ["scores"], ["weights"]),
     node("MatMul", ["weights", "left"], ["y"], "mix")],
    [info("x", ["batch", "length", 8])], [info("y", ["b", 2, "l", 4])],
    [weight("table", normal(16, 8)), integers("start", 0), integers("axis", 0), integers("heads", -1, 4), weight("one", np.int64(1)),
     weight("zero", np.int64(0))], 18)
for batch, length in ((2, 5), (1, 16), (3, 1)):
    check(f"positions-{length}", positions, [normal(batch, length, 8)])
refuses("positions-too-many", positions, [normal(1, 20, 8)])

# Sizes of which only a run can tell that they fit: broadcast, multiplied, reshaped.
two = make([node("Add", ["a", "b"], ["y"], "add")], [info("a", ["n", 3]), info("b", ["m", 3])], [info("y", ["k", 3])], version=18)
for n, m in ((4, 4), (1, 4), (4, 1), (1, 1)):
    check(f"broadcast-{n}-{m}", two, [normal(n, 3), normal(m, 3)])
refuses("broadcast-3-4", two, [normal(3, 3), normal(4, 3)])

inner = make([node("MatMul", ["a", "b"], ["y"], "product")], [info("a", [2, "n"]), info("b", ["m", 3])], [info("y", [2, 3])], version=18)
check("inner", inner, [normal(2, 5), normal(5, 3)])
refuses("inner-differs", inner, [normal(2, 5), normal(4, 3)])

shaped = make([node("Shape", ["b"], ["sizes"]), node("Concat", ["sizes", "rest"], ["all"], axis=0), node("Reshape", ["a", "all"], ["y"], "reshape")],
              [info("a", ["n", 6]), info("b", ["m"])], [info("y", ["m", "r", 2])], [integers("rest", -1, 2)], 18)
check("rest", shaped, [normal(4, 6), normal(4)])
check("rest-other", shaped, [normal(4, 6), normal(2)])
refuses("rest-differs", shaped, [normal(4, 6), normal(5)])

# torchvision puts images of several sizes into one: padded by data, the channels not.
padded = make([node("Shape", ["x"], ["sizes"]), node("Slice", ["sizes", "from", "to"], ["own"]), node("Sub", ["wanted", "own"], ["after"]),
               node("Concat", ["none", "after"], ["pads"], axis=0), node("Pad", ["x", "pads"], ["image"], "pad"),
               node("Unsqueeze", ["image", "front"], ["batch"]), node("Conv", ["batch", "w"], ["y"], "conv")],
              [info("x", [3, "h", "w0"]), info("wanted", [2], INT64)], [info("y", [1, 2, "a", "b"])],
              [integers("from", 1), integers("to", 3), integers("none", 0, 0, 0, 0), integers("front", 0), weight("w", normal(2, 3, 3, 3))], 18)
check("pad", padded, [normal(3, 5, 4), np.array([8, 6])], tolerance=1e-4)

# GPT-2 with a cache: the row of the table of positions after those before, and sizes that stay beside one that is asked for.
cached = make([node("Shape", ["past"], ["begin"], start=1, end=2), node("Squeeze", ["begin"], ["first"]), node("Add", ["first", "one"], ["last"]),
               node("Range", ["first", "last", "one"], ["places"]), node("Gather", ["table", "places"], ["rows"]), node("Add", ["x", "rows"], ["sum"]),
               node("Concat", ["past", "sum"], ["all"], axis=1), node("Shape", ["all"], ["size"], start=1, end=2),
               node("Unsqueeze", ["all", "front"], ["four"]), node("Concat", ["rest", "size", "width"], ["asked"], axis=0),
               node("Reshape", ["four", "asked"], ["y"], "reshape")],
              [info("x", ["batch", 1, 4]), info("past", ["batch", "length", 4])], [info("y", ["b", "l", 4])],
              [weight("one", np.int64(1)), weight("table", normal(16, 4)), integers("front", 1), integers("rest", -1), integers("width", 4)], 18)
for length in (1, 5, 15):
    check(f"cached-{length}", cached, [normal(2, 1, 4), normal(2, length, 4)])

# A diffusion model attends to the pixels of an image that a convolution made smaller: their number is a sum of products.
pixels = make([node("Conv", ["x", "w"], ["small"], "conv", strides=[2, 2], pads=[1] * 4), node("Reshape", ["small", "flat"], ["rows"], "flatten"),
               node("Transpose", ["rows"], ["last"], perm=[0, 2, 1]), node("MatMul", ["last", "m"], ["projected"], "project"),
               node("Add", ["projected", "b"], ["biased"]), node("Reshape", ["biased", "split"], ["heads"], "heads"),
               node("Transpose", ["heads"], ["left"], perm=[0, 2, 1, 3]), node("Transpose", ["heads"], ["right"], perm=[0, 2, 3, 1]),
               node("MatMul", ["left", "right"], ["scores"]), node("Softmax", ["scores"], ["weights"]),
               node("MatMul", ["weights", "left"], ["mixed"]), node("Transpose", ["mixed"], ["back"], perm=[0, 2, 1, 3]),
               node("Reshape", ["back", "join"], ["joined"], "join"), node("MatMul", ["joined", "m"], ["out"], "out"),
               node("Add", ["out", "last"], ["y"])],
              [info("x", ["batch", 3, "height", "width"])], [info("y", ["batch", "pixels", 8])],
              [weight("w", normal(8, 3, 3, 3)), weight("m", normal(8, 8)), weight("b", normal(8)), integers("flat", 0, 8, -1),
               integers("split", 0, 0, 2, 4), integers("join", 0, 0, 8)], 18)
for height, width in ((7, 5), (4, 6), (1, 1)):
    check(f"pixels-{height}", pixels, [normal(2, 3, height, width) * np.float32(0.2)], tolerance=1e-4)

# A detector suppresses boxes where there are any: in a branch, from parts whose sizes the data say.
boxes, scores = np.abs(normal(6, 4)), np.abs(normal(6))
boxes[:, 2:] += boxes[:, :2]
parts, kept = [], []
for i in range(2):
    parts += [node("Greater", ["scores", f"least{i}"], [f"is{i}"]), node("NonZero", [f"is{i}"], [f"at{i}"]),
              node("Squeeze", [f"at{i}", "front"], [f"flat{i}"])]
    kept.append(f"flat{i}")
then = helper.make_graph(
    [node("Gather", ["boxes", "chosen"], ["some"]), node("Gather", ["scores", "chosen"], ["best"]), node("Unsqueeze", ["some", "front"], ["some1"]),
     node("Unsqueeze", ["best", "both"], ["best1"]), node("NonMaxSuppression", ["some1", "best1", "most", "overlap"], ["found"], "suppress"),
     node("Gather", ["found", "two"], ["result"], axis=1)], "then", [], [info("result", ["n"], INT64)])
otherwise = helper.make_graph([node("ConstantOfShape", ["nothing"], ["none"], value=integers("v", 0))], "else", [], [info("none", ["n"], INT64)])
detector = make(
    [*parts, node("Concat", kept, ["chosen"], axis=0), node("Size", ["chosen"], ["count"]), node("Greater", ["count", "zero"], ["any"]),
     node("If", ["any"], ["y"], "if", then_branch=then, else_branch=otherwise)],
    [info("boxes", ["n", 4]), info("scores", ["n"])], [info("y", ["k"], INT64)],
    [weight("least0", np.float32(0.2)), weight("least1", np.float32(0.8)), integers("front", 0), integers("both", 0, 1), integers("most", 10),
     weight("overlap", np.float32([0.3])), weight("two", np.int64(2)), integers("nothing", 0), weight("zero", np.int64(0))], 18)
check("suppress", detector, [boxes, scores])
check("suppress-nothing", detector, [boxes, scores * 0])
finish()
