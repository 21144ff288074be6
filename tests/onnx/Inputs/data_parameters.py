"""data_parameters.py TENONC FOLDER: what decides sizes and branches comes with the inputs of a run."""
import numpy as np
from compare import check, counts, finish, make, run
from onnx import TensorProto, helper

FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
random = np.random.default_rng(3)
node = helper.make_node


def tensor(name, shape=(), element=FLOAT):
    return helper.make_tensor_value_info(name, element, shape)


def draw(*shape):
    return random.normal(size=shape).astype(np.float32)


def int64(value):
    return np.array(value, np.int64)


def graph(name, nodes, inputs, outputs):
    return helper.make_graph(nodes, name, inputs, outputs)


def check_failure(name, model, inputs, words):
    """The run or the import ends with one line that says why."""
    got = run(name, model, inputs)
    failed = isinstance(got, str) and got.startswith("error:") and "\n" not in got and words in got
    counts[not failed] += 1
    if not failed:
        print(f"FAIL {name}: {got}")


# Transforms of frames.
signal, number = tensor("x", [1, "n", 1]), lambda name: tensor(name, [], INT64)
for length, step, frame in ((64, 8, 16), (50, 7, 12), (16, 1, 16)):
    check(f"stft {length} {step} {frame}", make(
        [node("STFT", ["x", "step", "", "length"], ["y"])], [signal, number("step"), number("length")],
        [tensor("y", [1, None, None, 2])], version=17), [draw(1, length, 1), int64(step), int64(frame)], tolerance=1e-4)
stft = make([node("STFT", ["x", "step", "w"], ["y"])], [signal, number("step"), tensor("w", ["k"])],
            [tensor("y", [1, None, None, 2])], version=17)
check("stft-window", stft, [draw(1, 64, 1), int64(5), np.hanning(16).astype(np.float32)], tolerance=1e-4)
check_failure("stft-no-step", stft, [draw(1, 64, 1), int64(0), np.ones(16, np.float32)], "")

# Triangles on the mel scale: of data, and of constants.
names = ["bins", "length", "rate", "low", "high"]
scalars = [tensor(name, [], INT64) for name in names[:3]] + [tensor(name) for name in names[3:]]
values = [int64(8), int64(64), int64(8192), np.float32(0), np.float32(4096)]
mel = [node("MelWeightMatrix", names, ["y"])]
check("mel", make(mel, scalars, [tensor("y", [None, None])], version=17), values)
constants = [helper.make_tensor(name, element, [], [value]) for name, element, value in
             zip(names, [INT64] * 3 + [FLOAT] * 2, [40, 400, 16000, 20.0, 8000.0])]
check("mel-constant", make(mel, [], [tensor("y", [None, None])], constants, version=17), [])
check_failure("mel-beyond", make(mel, scalars, [tensor("y", [None, None])], version=17), [*values[:4], np.float32(8000)], "")

# The shape of what was pooled.
x, places = draw(1, 1, 2, 2), np.array([[[[5, 7], [13, 15]]]], np.int64)
check("unpool", make([node("MaxUnpool", ["x", "p", "shape"], ["y"], kernel_shape=[2, 2], strides=[2, 2])],
                     [tensor("x", [1, 1, 2, 2]), tensor("p", [1, 1, 2, 2], INT64), tensor("shape", [4], INT64)],
                     [tensor("y", [None] * 4)], version=22), [x, places, np.array([1, 1, 5, 5], np.int64)])

# Scans of a batch, as operator set 8 has them.
body = graph("body", [node("Add", ["sum", "next"], ["out"]), node("Mul", ["out", "next"], ["part"])],
             [tensor("sum", [2]), tensor("next", [2])], [tensor("out", [2]), tensor("part", [2])])
start, x, lengths = draw(2, 2), draw(2, 3, 2), np.array([3, 2], np.int64)


def scanned(lengths, reverse):
    sums, parts = start.copy(), np.zeros_like(x)
    for batch, count in enumerate(lengths):
        for t in range(count):
            element = x[batch, count - 1 - t if reverse else t]
            sums[batch] += element
            parts[batch, t] = sums[batch] * element
    return [sums, parts]


for name, given, reverse in (("scan-8", False, False), ("scan-8-lengths", True, False), ("scan-8-reverse", True, True)):
    inputs = [tensor("lengths", ["b"], INT64), tensor("start", ["b", 2]), tensor("x", ["b", 3, 2])]
    scan = node("Scan", ["lengths" if given else "", "start", "x"], ["y", "z"], body=body, num_scan_inputs=1, directions=[int(reverse)])
    check(name, make([scan], inputs[not given:], [tensor("y", ["b", 2]), tensor("z", ["b", 3, 2])], version=8),
          [lengths, start, x][not given:], scanned(lengths if given else [3, 3], reverse))

# Branches that give other numbers of dimensions: what reads them is done in the branches.
then, other = (graph(name, [node("Identity", [name], [name + "_y"])], [], [tensor(name + "_y", shape)])
               for name, shape in (("a", []), ("b", [1, 3])))
either = node("If", ["which"], ["e"], then_branch=then, else_branch=other)
inputs = [tensor("which", [], BOOL), tensor("a", []), tensor("b", [1, 3]), tensor("x", [2, 3])]
a, b, x = draw(), draw(1, 3), draw(2, 3)
a = np.float32(a)
for which in (True, False):
    check(f"ranks-meet {which}", make([either, node("Neg", ["e"], ["n"]), node("Mul", ["n", "x"], ["y"])], inputs,
                                      [tensor("y", [2, 3])]), [np.array(which), a, b, x], [-(a if which else b) * x])
    check(f"shape-of-either {which}", make(
        [either, node("Shape", ["e"], ["s"]), node("ReduceSum", ["s"], ["y"], keepdims=0)], inputs,
        [tensor("y", [], INT64)]), [np.array(which), a, b, x], [int64(0 if which else 4)])
check_failure("ranks-differ", make([either], inputs, [tensor("e", None)]), [np.array(True), a, b, x], "an output has one kind")

# Loops that carry and read tensors of sizes that are computed of what the data decide.
body = graph("body", [node("Identity", ["go"], ["on"]), node("Add", ["v", "twice"], ["w"])],
             [number("i"), tensor("go", [], BOOL), tensor("v", ["m"], INT64)], [tensor("on", [], BOOL), tensor("w", ["m"], INT64)])
loop = make([node("NonZero", ["x"], ["p"]), node("Squeeze", ["p"], ["q"]), node("Concat", ["q", "q"], ["twice"], axis=0),
             node("Loop", ["count", "", "twice"], ["y"], body=body)], [tensor("x", ["n"]), number("count")],
            [tensor("y", [None], INT64)])
for count in (0, 3):
    found = np.array([0, 2, 3] * 2, np.int64)
    check(f"loop-of-computed-size {count}", loop, [np.array([1, 0, 2, 3], np.float32), int64(count)], [found * (count + 1)])

# One part of what is joined is empty, and has several dimensions.
check("join-empty", make([
    node("Slice", ["x", "n", "end", "axis"], ["rest"]), node("Reshape", ["rest", "flat"], ["r"]), node("Reshape", ["x", "flat"], ["s"]),
    node("Transpose", ["rest"], ["t"], perm=[1, 0, 2]), node("Reshape", ["t", "flat"], ["u"]), node("Concat", ["s", "r", "u"], ["y"], axis=0)],
    [tensor("x", [2, "size", 3]), tensor("n", [1], INT64)], [tensor("y", [None])],
    [helper.make_tensor("end", INT64, [1], [100]), helper.make_tensor("axis", INT64, [1], [1]), helper.make_tensor("flat", INT64, [1], [-1])]),
    [draw(2, 4, 3), np.array([4], np.int64)])
finish()
