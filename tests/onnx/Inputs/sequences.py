"""sequences.py TENONC FOLDER: sequences and optionals, which a graph that is compiled has not."""
import numpy as np
from compare import check, finish, make
from onnx import TensorProto, helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
random = np.random.default_rng(1)


def tensor(name, shape, element=FLOAT):
    return helper.make_tensor_value_info(name, element, shape)


def sequence(name, shape=None, element=FLOAT):
    return helper.make_tensor_sequence_value_info(name, element, shape)


def number(name, value):
    return helper.make_tensor(name, INT64, [], [value])


a, b, c = (random.normal(size=(n, 3)).astype(np.float32) for n in (2, 1, 4))
node = helper.make_node
three = [tensor("a", [2, 3]), tensor("b", [1, 3]), tensor("c", [4, 3])]
construct = node("SequenceConstruct", ["a", "b", "c"], ["s"])

check("insert-erase-concat", make(
    [construct, node("SequenceInsert", ["s", "a", "first"], ["t"]), node("SequenceErase", ["t", "last"], ["u"]),
     node("ConcatFromSequence", ["u"], ["y"], axis=0)], three, [tensor("y", [None, 3])],
    [number("first", 0), number("last", -1)]), [a, b, c])
check("sequence-in-and-out", make(
    [node("SequenceInsert", ["s", "a"], ["t"]), node("SequenceLength", ["t"], ["n"])],
    [sequence("s"), tensor("a", [2, 3])], [sequence("t"), tensor("n", [], INT64)]), [[b, c], a])
check("empty-sequence-in", make(
    [node("SequenceInsert", ["s", "a"], ["t"])], [sequence("s"), tensor("a", [2, 3])], [sequence("t")]), [[], a])
check("split-uneven", make(
    [node("SplitToSequence", ["x", "two"], ["s"], axis=1)], [tensor("x", [2, 5])], [sequence("s")], [number("two", 2)]),
    [random.normal(size=(2, 5)).astype(np.float32)])
check("position-of-a-run", make(
    [node("SequenceConstruct", ["a", "d"], ["s"]), node("SequenceAt", ["s", "i"], ["y"])],
    [tensor("a", [2, 3]), tensor("d", [2, 3]), tensor("i", [], INT64)], [tensor("y", [2, 3])]), [a, -a, np.array(1)])
body = helper.make_graph([node("Mul", ["p", "p"], ["q"])], "body", [tensor("p", [None, 3])], [tensor("q", [None, 3])])
check("map", make([node("SequenceMap", ["s"], ["t"], body=body)], [sequence("s")], [sequence("t")]), [[a, b]])

grow = helper.make_graph(
    [node("Identity", ["go"], ["on"]), node("SequenceInsert", ["carried", "x"], ["longer"])], "grow",
    [tensor("i", [], INT64), tensor("go", [], TensorProto.BOOL), sequence("carried")],
    [tensor("on", [], TensorProto.BOOL), sequence("longer")])
check("loop", make(
    [node("SequenceEmpty", [], ["none"]), node("Loop", ["count", "", "none"], ["s"], body=grow)],
    [tensor("x", [2, 3])], [sequence("s")], [number("count", 3)]), [a], [[a, a, a]])


def branch(name, first, second):
    return helper.make_graph([node("SequenceConstruct", [first, second], [name])], name, [], [sequence(name)])


check("branches", make(
    [node("If", ["which"], ["s"], then_branch=branch("then", "a", "b"), else_branch=branch("else", "b", "a"))],
    [tensor("which", [], TensorProto.BOOL), *three[:2]], [sequence("s")]), [np.array(False), a, b], [[b, a]])

finish()
