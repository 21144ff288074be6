"""run_sequences.py TENONC FOLDER: sequences whose length or order only a run knows, and optionals that may be empty."""
import numpy as np
from compare import check, counts, finish, make, run
from onnx import TensorProto, helper

FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
random = np.random.default_rng(2)
node = helper.make_node


def tensor(name, shape=(), element=FLOAT):
    return helper.make_tensor_value_info(name, element, shape)


def sequence(name, shape=None, element=FLOAT):
    return helper.make_tensor_sequence_value_info(name, element, shape)


def optional(name, type_proto):
    return helper.make_value_info(name, helper.make_optional_type_proto(type_proto))


def number(name, value):
    return helper.make_tensor(name, INT64, [], [value])


def draw(*shape):
    return random.normal(size=shape).astype(np.float32)


def graph(name, nodes, inputs, outputs, initializers=()):
    return helper.make_graph(nodes, name, inputs, outputs, list(initializers))


def int64(value):
    return np.array(value, np.int64)


a, b, c = draw(2, 3), draw(1, 3), draw(4, 3)
three = [tensor("a", [2, 3]), tensor("b", [1, 3]), tensor("c", [4, 3])]
position = tensor("i", [], INT64)
construct = node("SequenceConstruct", ["a", "b", "c"], ["s"])

# Positions that a run knows.
for i in (0, 1, -1):
    check(f"insert-at {i}", make([construct, node("SequenceInsert", ["s", "d", "i"], ["t"])],
                                 [*three, tensor("d", [2]), position], [sequence("t")]), [a, b, c, draw(2), int64(i)])
    check(f"erase-at {i}", make([construct, node("SequenceErase", ["s", "i"], ["t"]), node("SequenceLength", ["t"], ["n"])],
                                [*three, position], [sequence("t"), tensor("n", [], INT64)]), [a, b, c, int64(i)])
    check(f"at {i}", make([construct, node("SequenceAt", ["s", "i"], ["y"])],
                          [*three, position], [tensor("y", [None, 3])]), [a, b, c, int64(i)])
erase = [construct, node("SequenceErase", ["s", "i"], ["t"])]
check("erase-join", make([*erase, node("ConcatFromSequence", ["t"], ["y"], axis=0)], [*three, position],
                         [tensor("y", [None, 3])]), [a, b, c, int64(1)])
wide = [tensor("a", [2, 3, 2]), tensor("b", [2, 1, 2]), tensor("c", [2, 4, 2])]
check("join-middle", make([*erase, node("ConcatFromSequence", ["t"], ["y"], axis=1)], [*wide, position],
                          [tensor("y", [2, None, 2])]), [draw(2, 3, 2), draw(2, 1, 2), draw(2, 4, 2), int64(0)])
check("join-last", make([*erase, node("ConcatFromSequence", ["t"], ["y"], axis=-1)],
                        [tensor(name, [2, size]) for name, size in (("a", 2), ("b", 5), ("c", 1))] + [position],
                        [tensor("y", [2, None])]), [draw(2, 2), draw(2, 5), draw(2, 1), int64(-3)])
check("join-new-axis", make([*erase, node("ConcatFromSequence", ["t"], ["y"], axis=1, new_axis=1)],
                            [tensor(name, [2, 3]) for name in "abc"] + [position], [tensor("y", [2, None, 3])]),
      [draw(2, 3), draw(2, 3), draw(2, 3), int64(2)])

# Parts of a size, or of an axis, that a run knows.
split = node("SplitToSequence", ["x", "part"], ["s"], axis=1)
for size, part in ((6, 2), (7, 3), (2, 5)):
    check(f"split {size} {part}", make([split], [tensor("x", [2, "n", 3]), tensor("part", [], INT64)], [sequence("s")]),
          [draw(2, size, 3), int64(part)])
check("split-ones", make([node("SplitToSequence", ["x"], ["s"], axis=1, keepdims=0)], [tensor("x", [2, "n", 3])],
                         [sequence("s")]), [draw(2, 4, 3)])
check("split-join", make([split, node("ConcatFromSequence", ["s"], ["y"], axis=1)],
                         [tensor("x", [2, "n", 3]), tensor("part", [], INT64)], [tensor("y", [2, None, 3])]),
      [draw(2, 7, 3), int64(3)])
square = graph("square", [node("Mul", ["p", "p"], ["q"])], [tensor("p", [2, None, 3])], [tensor("q", [2, None, 3])])
check("map", make([split, node("SequenceMap", ["s"], ["t"], body=square)],
                  [tensor("x", [2, "n", 3]), tensor("part", [], INT64)], [sequence("t")]), [draw(2, 7, 3), int64(2)])

# Loops that carry them.
prefix = graph("prefix", [
    node("Identity", ["go"], ["on"]), node("Add", ["i", "one"], ["end"]), node("Unsqueeze", ["end", "zero"], ["ends"]),
    node("Slice", ["x", "zero", "ends"], ["part"]), node("SequenceInsert", ["carried", "part"], ["longer"])],
    [tensor("i", [], INT64), tensor("go", [], BOOL), sequence("carried")], [tensor("on", [], BOOL), sequence("longer")],
    [number("one", 1), helper.make_tensor("zero", INT64, [1], [0])])
loop = [node("SequenceEmpty", [], ["none"]), node("Loop", ["count", "", "none"], ["s"], body=prefix)]
x = draw(5)
for count in (0, 1, 4):
    check(f"loop {count}", make([*loop, node("SequenceLength", ["s"], ["n"])],
                                [tensor("x", [5]), tensor("count", [], INT64)], [sequence("s"), tensor("n", [], INT64)]),
          [x, int64(count)], [[x[:i + 1] for i in range(count)], int64(count)])
check("loop-join", make([*loop, node("ConcatFromSequence", ["s"], ["y"], axis=0)],
                        [tensor("x", [5]), tensor("count", [], INT64)], [tensor("y", [None])]),
      [x, int64(3)], [np.concatenate([x[:1], x[:2], x[:3]])])

# Optionals that a run knows to be empty.
condition = tensor("which", [], BOOL)
held = helper.make_tensor_type_proto(FLOAT, [3])
empty = graph("empty", [node("Optional", [], ["nothing"], type=held)], [], [optional("nothing", held)])
full = graph("full", [node("Optional", ["x"], ["something"])], [], [optional("something", held)])
maybe = node("If", ["which"], ["o"], then_branch=full, else_branch=empty)
x = draw(3)
for which in (True, False):
    check(f"has-element {which}", make([maybe, node("OptionalHasElement", ["o"], ["y"])], [condition, tensor("x", [3])],
                                       [tensor("y", [], BOOL)]), [np.array(which), x], [np.array(which)])
get = make([maybe, node("OptionalGetElement", ["o"], ["h"]), node("Neg", ["h"], ["y"])], [condition, tensor("x", [3])],
           [tensor("y", [3])])
check("get-element", get, [np.array(True), x], [-x])


def check_failure(name, model, inputs):
    """The run ends with a line that names the node's size, not with values."""
    got = run(name, model, inputs)
    failed = isinstance(got, str) and got.startswith("error:") and "\n" not in got
    counts[not failed] += 1
    if not failed:
        print(f"FAIL {name}: {got}")


check_failure("get-nothing", get, [np.array(False), x])
check_failure("at-beyond", make([construct, node("SequenceAt", ["s", "i"], ["y"])], [*three, position],
                                [tensor("y", [None, 3])]), [a, b, c, int64(3)])
check_failure("insert-beyond", make([construct, node("SequenceInsert", ["s", "a", "i"], ["t"])], [*three, position],
                                    [sequence("t")]), [a, b, c, int64(4)])
check_failure("join-unequal", make([*erase, node("ConcatFromSequence", ["t"], ["y"], axis=1)], [*three, position],
                                   [tensor("y")]), [a, b, c, int64(0)])
finish()
