"""strings.py TENONC FOLDER: tensors of strings, which a compiled model has as handles."""
import numpy as np
from compare import check, counts, finish, make, run
from onnx import TensorProto, helper

STRING, INT64, FLOAT, BOOL = TensorProto.STRING, TensorProto.INT64, TensorProto.FLOAT, TensorProto.BOOL
LEARNING = [helper.make_opsetid("ai.onnx.ml", 4)]
node = helper.make_node


def info(name, shape, element=STRING):
    return helper.make_tensor_value_info(name, element, shape)


def texts(*values):
    return np.array(values, dtype=object)


def constant(name, *values):
    return helper.make_tensor(name, STRING, [len(values)], [value.encode() for value in values])


def refuse(name, model, inputs, words):
    got = run(name, model, inputs)
    passed = words in str(got) and len(str(got).splitlines()) == 1
    counts[not passed] += 1
    if not passed:
        print(f"FAIL {name}: expected '{words}', got {got}")


words = texts("red", "green", "", "blé", "red")

# ---- Moved as they are -----------------------------------------------------

check("moves", make(
    [node("Reshape", ["x", "sizes"], ["square"]), node("Transpose", ["square"], ["turned"]),
     node("Gather", ["turned", "which"], ["rows"]), node("Concat", ["rows", "turned"], ["all"], axis=0),
     node("Slice", ["all", "one", "four"], ["y"])],
    [info("x", [6])], [info("y", [None, None])],
    [helper.make_tensor("sizes", INT64, [2], [2, -1]), helper.make_tensor("which", INT64, [2], [1, 0]),
     helper.make_tensor("one", INT64, [1], [1]), helper.make_tensor("four", INT64, [1], [4])]),
    [texts("a", "b", "c", "d", "é", "")])
check("where-equal", make(
    [node("Equal", ["x", "red"], ["is"]), node("Where", ["is", "other", "x"], ["y"])],
    [info("x", ["n"])], [info("y", ["n"])], [constant("red", "red"), constant("other", "RED")]), [words])
check("constant-only", make([node("Identity", ["c"], ["y"])], [], [info("y", [3])], [constant("c", "a", "", "b")]), [],
      [texts("a", "", "b")])
check("pad", make([node("Pad", ["x", "by"], ["y"])], [info("x", [2])], [info("y", [None])],
                  [helper.make_tensor("by", INT64, [2], [1, 2])]), [texts("a", "b")], [texts("", "a", "b", "", "")])
check("scatter", make([node("ScatterElements", ["x", "at", "new"], ["y"])], [info("x", [3])], [info("y", [3])],
                      [helper.make_tensor("at", INT64, [1], [2]), constant("new", "last")]), [texts("a", "b", "c")],
      [texts("a", "b", "last")])
many = [f"word {i}" for i in range(1000)]
check("many-constants", make([node("Gather", ["c", "i"], ["y"])], [info("i", ["n"], INT64)], [info("y", ["n"])],
                             [constant("c", *many)]), [np.array([999, 0, 7])], [texts("word 999", "word 0", "word 7")])
grow = helper.make_graph(
    [node("Identity", ["go"], ["on"]), node("StringConcat", ["s", "x"], ["longer"])], "grow",
    [info("i", [], INT64), info("go", [], BOOL), info("s", [2])], [info("on", [], BOOL), info("longer", [2])])
check("loop", make([node("Loop", ["count", "", "x"], ["y"], body=grow)], [info("count", [], INT64), info("x", [2])],
                   [info("y", [2])]), [np.array(3), texts("ab", "")], [texts("abababab", "")])

# ---- Computed with ---------------------------------------------------------

check("concat-constant", make([node("StringConcat", ["x", "c"], ["y"])], [info("x", ["n"])], [info("y", ["n"])],
                              [constant("c", "!")]), [words])
check("split", make([node("StringSplit", ["x"], ["y", "n"], delimiter=", ", maxsplit=2)], [info("x", [2, "n"])],
                    [info("y", [2, "n", None]), info("n", [2, "n"], INT64)]),
      [texts("a, b", "", ", ", "a, b, c, d, e", ",", "x").reshape(2, 3)])
check("split-spaces", make([node("StringSplit", ["x"], ["y", "n"], maxsplit=1)], [info("x", ["n"])],
                           [info("y", ["n", None]), info("n", ["n"], INT64)]),
      [texts("  a  b ", "\u3000x\u00a0y", " ", "z ")], [
          np.array([["a", "b"], ["x", "y"], ["", ""], ["z", ""]], dtype=object), np.array([2, 2, 0, 1])])
check("normalize", make(
    [node("StringNormalizer", ["x"], ["y"], case_change_action="UPPER", stopwords=["der", "ÉTÉ"])],
    [info("x", ["n"])], [info("y", [None])], version=10),
    [texts("Der", "été", "straße", "σήμα", "жук", "ǆ", "DER")], [texts("STRAßE", "ΣΉΜΑ", "ЖУК", "Ǆ")])
check("normalize-to-nothing", make(
    [node("StringNormalizer", ["x"], ["y"], case_change_action="LOWER", is_case_sensitive=1, stopwords=["a", "B"])],
    [info("x", [1, "n"])], [info("y", [1, None])], version=10), [texts("a", "B").reshape(1, 2)],
    [texts("").reshape(1, 1)])
check("numbers-to-strings", make([node("Cast", ["x"], ["y"], to=STRING)], [info("x", ["n"], FLOAT)], [info("y", ["n"])]),
      [np.array([1, -0.1, 1e-7, 3e20, np.inf, -np.inf, np.nan, 16777216, 0.33333334], np.float32)],
      [texts("1.0", "-0.1", "1e-07", "3e+20", "inf", "-inf", "nan", "16777216.0", "0.33333334")])
check("strings-to-numbers", make([node("Cast", ["x"], ["y"], to=INT64)], [info("x", ["n"])], [info("y", ["n"], INT64)]),
      [texts("12", "-9223372036854775808", " 7 ", "2.9", "1e3")], [np.array([12, -2**63, 7, 2, 1000])])
check("regex", make([node("RegexFullMatch", ["x"], ["y"], pattern=r"(\w+)@[a-z]{2,5}\.(com|org)")], [info("x", ["n"])],
                    [info("y", ["n"], BOOL)]), [texts("me@ab.org", "me@a.org", "", "x@abc.comm")],
      [np.array([True, False, False, False])])
slow = make([node("RegexFullMatch", ["x"], ["y"], pattern="(a*)*(a|aa)*(a*a*)*b")], [info("x", ["n"])],
            [info("y", ["n"], BOOL)])
check("regex-in-linear-time", slow, [texts("a" * 200000, "a" * 200000 + "b")], [np.array([False, True])])

# ---- Looked up -------------------------------------------------------------

check("strings-to-strings", make(
    [node("LabelEncoder", ["x"], ["y"], domain="ai.onnx.ml", keys_strings=["red", "green"], values_strings=["R", "G"],
          default_string="?")], [info("x", ["n"])], [info("y", ["n"])], sets=LEARNING), [words],
    [texts("R", "G", "?", "?", "R")])
check("numbers-to-labels", make(
    [node("LabelEncoder", ["x"], ["y"], domain="ai.onnx.ml", keys_int64s=[1, 2], values_strings=["one", "two"])],
    [info("x", ["n"], INT64)], [info("y", ["n"])], sets=LEARNING), [np.array([2, 5, 1])], [texts("two", "_Unused", "one")])
mapper = dict(domain="ai.onnx.ml", cats_int64s=[3, 4], cats_strings=["c", "d"])
check("categories", make(
    [node("CategoryMapper", ["x"], ["n"], **mapper), node("CategoryMapper", ["n"], ["y"], **mapper)],
    [info("x", ["k"])], [info("n", ["k"], INT64), info("y", ["k"])], sets=[helper.make_opsetid("ai.onnx.ml", 1)]),
    [texts("d", "e", "c")], [np.array([4, -1, 3]), texts("d", "_Unused", "c")])
check("one-hot", make([node("OneHotEncoder", ["x"], ["y"], domain="ai.onnx.ml", cats_strings=["a", "b"])],
                      [info("x", ["n"])], [info("y", ["n", 2], FLOAT)], sets=LEARNING), [texts("b", "c", "a")],
      [np.array([[0, 1], [0, 0], [1, 0]], np.float32)])
check("class-labels", make(
    [node("LinearClassifier", ["x"], ["label", "score"], domain="ai.onnx.ml", coefficients=[1.0, -1.0],
          intercepts=[0.0, 0.0], classlabels_strings=["yes", "no"])],
    [info("x", ["n", 1], FLOAT)], [info("label", ["n"]), info("score", ["n", 2], FLOAT)], sets=LEARNING),
    [np.array([[2], [-3]], np.float32)], [texts("yes", "no"), np.array([[2, -2], [-3, 3]], np.float32)])
check("terms", make(
    [node("TfIdfVectorizer", ["x"], ["y"], mode="TFIDF", ngram_counts=[0, 2], ngram_indexes=[1, 0, 3],
          pool_strings=["a", "b", "a", "b"], weights=[2.0, 3.0, 1.0, 5.0], max_skip_count=1, min_gram_length=1,
          max_gram_length=2)], [info("x", ["n", "c"])], [info("y", ["n", 4], FLOAT)]),
    [texts("a", "b", "a", "x", "b", "b", "c", "a", "c", "b").reshape(2, 5)])

# ---- Bytes that are no text, and long ones ---------------------------------

odd = helper.make_tensor("odd", STRING, [3], [b"\xff\xfe", b"a\x00b", b"\xe2\x82"])
check("no-text", make(
    [node("Equal", ["odd", "odd"], ["same"]), node("RegexFullMatch", ["odd"], ["two"], pattern="(?s)..")],
    [], [info("same", [3], BOOL), info("two", [3], BOOL)], [odd]), [],
    [np.array([True] * 3), np.array([True, False, True])])
check("long", make([node("StringConcat", ["x", "x"], ["y"])], [info("x", [1])], [info("y", [1])]), [texts("é" * 1000000)])

# ---- Refused ---------------------------------------------------------------

refuse("add", make([node("Add", ["x", "x"], ["y"])], [info("x", [1])], [info("y", [1])]), [texts("a")],
       "node 'y' (Add): input 0 ('x') is of strings, expected numbers")
refuse("sizes", make([node("Reshape", ["x", "x"], ["y"])], [info("x", [1])], [info("y", [1])]), [texts("a")],
       "input 1 ('x') is of strings, expected numbers")
refuse("concat-numbers", make([node("StringConcat", ["x", "x"], ["y"])], [info("x", [1], FLOAT)], [info("y", [1], FLOAT)]),
       [np.zeros(1, np.float32)], "input 0 should be of strings, got float32[1]")
refuse("no-number", make([node("Cast", ["x"], ["y"], to=FLOAT)], [info("x", [2])], [info("y", [2], FLOAT)]),
       [texts("1", "one")], "element 1, 'one', is no float32")
refuse("bad-pattern", make([node("RegexFullMatch", ["x"], ["y"], pattern="(?=a)")], [info("x", [1])],
                           [info("y", [1], BOOL)]), [texts("a")], "has a group '(?=a', which RE2 does not have")
refuse("too-long", make([node("Loop", ["count", "", "x"], ["y"], body=helper.make_graph(
    [node("Identity", ["go"], ["on"]), node("StringConcat", ["s", "s"], ["twice"])], "double",
    [info("i", [], INT64), info("go", [], BOOL), info("s", [1])], [info("on", [], BOOL), info("twice", [1])]))],
    [info("count", [], INT64), info("x", [1])], [info("y", [1])]), [np.array(100), texts("a" * 1000000)],
    "a string would have 4096000000 bytes")
finish()
