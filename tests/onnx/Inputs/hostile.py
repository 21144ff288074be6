"""hostile.py TENONC FOLDER: models that mean harm, each to be refused with one clear line.

Every case is a file of at most 1 MB. It must end with exit status 1, the words that are listed, no more than 512 MB of
memory, and leave nothing behind; or with status 0 where it is odd but valid. Prints what fails, then how many passed.
"""
import os
import re
import resource
import shutil
import subprocess
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper

tenonc, folder = os.path.abspath(shutil.which(sys.argv[1]) or sys.argv[1]), os.path.abspath(sys.argv[2])
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
MEMORY = 512 << 20
SECONDS = 20  # 2 on a machine that is not shared
cases = []


def case(expected, status=1):
    """A function that fills a folder of its own with model.onnx, by the bytes that it returns."""
    def add(make):
        cases.append((make.__name__, make, expected, status))
        return make
    return add


def info(name, shape=(2, 3), element=FLOAT):
    return helper.make_tensor_value_info(name, element, shape)


def model(nodes, inputs=None, outputs=None, initializers=(), version=21, **others):
    graph = helper.make_graph(nodes, "g", inputs if inputs is not None else [info("x")],
                              outputs if outputs is not None else [info("y", None)], list(initializers),
                              sparse_initializer=others.pop("sparse", ()))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)] + others.pop("sets", []), **others)


def external(location, dims=(4,), **entries):
    tensor = TensorProto(name="w", data_type=FLOAT, dims=dims, data_location=TensorProto.EXTERNAL)
    for key, value in {"location": location, **entries}.items():
        tensor.external_data.add(key=key, value=str(value))
    return model([helper.make_node("Add", ["x", "w"], ["y"])], [info("x", [4])], initializers=[tensor])


def raw(dims, bytes_, element=FLOAT):
    tensor = TensorProto(name="w", data_type=element, dims=dims, raw_data=bytes_)
    return model([helper.make_node("Identity", ["w"], ["y"])], initializers=[tensor])


def write(name, bytes_=b"\0" * 16):
    with open(name, "wb") as file:
        file.write(bytes_)


# Values in other files: only files inside the model's own folder are read.


@case(r"external data '\.\./secret\.bin' leaves the folder")
def path_traversal(here):
    write(os.path.join(here, "..", "secret.bin"))
    return external("../secret.bin")


@case(r"external data 'a/\.\./\.\./secret\.bin' leaves the folder")
def path_traversal_inside(here):
    os.mkdir(os.path.join(here, "a"))
    write(os.path.join(here, "..", "secret.bin"))
    return external("a/../../secret.bin")


@case(r"external data '.*secret\.bin' is an absolute path")
def absolute_path(here):
    write(os.path.join(here, "..", "secret.bin"))
    return external(os.path.abspath(os.path.join(here, "..", "secret.bin")))


@case(r"external data 'link\.bin' is a symbolic link")
def symbolic_link(here):
    write(os.path.join(here, "..", "secret.bin"))
    os.symlink("../secret.bin", os.path.join(here, "link.bin"))
    return external("link.bin")


@case(r"external data 'folder/secret\.bin' is a symbolic link or leaves")
def symbolic_link_to_folder(here):
    write(os.path.join(here, "..", "secret.bin"))
    os.symlink("..", os.path.join(here, "folder"))
    return external("folder/secret.bin")


@case(r"external data 'hard\.bin' has several hard links")
def hard_link(here):
    write(os.path.join(here, "..", "secret.bin"))
    os.link(os.path.join(here, "..", "secret.bin"), os.path.join(here, "hard.bin"))
    return external("hard.bin")


@case(r"external data 'pipe' is no file with contents")
def named_pipe(here):
    os.mkfifo(os.path.join(here, "pipe"))
    return external("pipe")


@case(r"external data 'w\.bin' has 16 bytes, and the model reads 16 bytes from byte 8 on")
def external_beyond_the_end(here):
    write(os.path.join(here, "w.bin"))
    return external("w.bin", offset=8, length=16)


@case(r"external data 'w\.bin' has 16 bytes")
def external_length_that_overflows(here):
    write(os.path.join(here, "w.bin"))
    return external("w.bin", offset=16, length=2**64 - 8)


@case(r"its external data have no number as their offset")
def external_offset_is_no_number(here):
    write(os.path.join(here, "w.bin"))
    return external("w.bin", offset="-1")


@case(r"its shape asks for 16 bytes, and it has 8")
def external_lies_about_its_size(here):
    write(os.path.join(here, "w.bin"))
    return external("w.bin", length=8)


@case(r"external data 'absent\.bin' cannot be read")
def external_absent(here):
    return external("absent.bin")


@case(r"external data '' is empty")
def external_without_location(here):
    return external("")


@case(r"a sparse tensor with external data is not read")
def sparse_with_external_data(here):
    write(os.path.join(here, "w.bin"))
    values = external("w.bin").graph.initializer[0]
    indices = numpy_helper.from_array(np.arange(4), "i")
    return model([helper.make_node("Identity", ["w"], ["y"])], sparse=[helper.make_sparse_tensor(values, indices, [9])])


# Sizes that lie.


@case(r"its shape asks for 24 bytes, and it has 8")
def raw_data_too_short(here):
    return raw([2, 3], b"\0" * 8)


@case(r"its shape asks for 4 bytes, and it has 4000")
def raw_data_too_long(here):
    return raw([1], b"\0" * 4000)


@case(r"it has more elements than memory holds")
def element_count_overflows(here):
    return raw([2**32, 2**32, 2], b"")


@case(r"it has more elements than memory holds")
def element_count_overflows_to_zero(here):
    return raw([2**62, 4], b"")


@case(r"it has the negative size -1")
def negative_size(here):
    return raw([-1], b"\0" * 4)


@case(r"it has the negative size -3 in dimension 1")
def negative_size_of_an_input(here):
    return model([helper.make_node("Relu", ["x"], ["y"])], [info("x", [2, -3])])


@case(r"it has more elements than memory holds")
def enormous_input(here):
    return model([helper.make_node("Relu", ["x"], ["y"])], [info("x", [2**40, 2**40])])


@case(r"a sparse tensor of 1099511627776 elements would be made dense")
def sparse_bomb(here):
    values, indices = numpy_helper.from_array(np.ones(1, np.float32), "w"), numpy_helper.from_array(np.zeros(1, np.int64), "i")
    return model([helper.make_node("Identity", ["w"], ["y"])], sparse=[helper.make_sparse_tensor(values, indices, [2**20, 2**20])])


@case(r"has the index 9 of 9 elements")
def sparse_index_out_of_range(here):
    values, indices = numpy_helper.from_array(np.ones(1, np.float32), "w"), numpy_helper.from_array(np.full(1, 9), "i")
    return model([helper.make_node("Identity", ["w"], ["y"])], sparse=[helper.make_sparse_tensor(values, indices, [9])])


def large(here, kind, operands, sizes):
    """A node that makes a tensor of the sizes from nearly nothing."""
    rank = len(sizes) // 2 if kind == "Pad" else len(sizes)
    np.save(os.path.join(here, "x.npy"), np.ones([1] * rank, np.float32))
    values = numpy_helper.from_array(np.array(sizes, np.int64), "sizes")
    return model([helper.make_node(kind, operands, ["y"])], [info("x", [1] * rank)], initializers=[values])


@case(r"node '.*' \(\w+\): .*it has more elements than memory holds")
def constant_of_enormous_shape(here):
    return large(here, "ConstantOfShape", ["sizes"], [2**41])


@case(r"node '.*' \(\w+\): .*it has more elements than memory holds")
def constant_of_overflowing_shape(here):
    return large(here, "ConstantOfShape", ["sizes"], [2**32, 2**32])


@case(r"node '.*' \(\w+\): .*it has more elements than memory holds")
def expand_bomb(here):
    return large(here, "Expand", ["x", "sizes"], [2**31, 2**31])


@case(r"node '.*' \(\w+\): .*it has more elements than memory holds")
def tile_bomb(here):
    return large(here, "Tile", ["x", "sizes"], [2**40, 2**40])


@case(r"node '.*' \(\w+\): .*it has more elements than memory holds")
def pad_bomb(here):
    return large(here, "Pad", ["x", "sizes"], [0, 2**62])


@case(r"node '.*' \(\w+\): .*it has more elements than memory holds")
def chain_of_concats(here):
    np.save(os.path.join(here, "v0.npy"), np.ones([2, 3], np.float32))
    nodes = [helper.make_node("Concat", [f"v{i}", f"v{i}"], [f"v{i + 1}"], axis=0) for i in range(62)]
    return model(nodes + [helper.make_node("Relu", ["v62"], ["y"])], [info("v0", [2, 3])])


@case(r"node 'y' \(ConstantOfShape\): its result would be float32\[-5\]: it has the negative size -5")
def constant_of_negative_shape(here):
    return large(here, "ConstantOfShape", ["sizes"], [-5])


# Graphs that are none.


@case(r"node 'a' \(Relu\): its input 'q' is made by no node before it")
def cycle(here):
    return model([helper.make_node("Relu", ["q"], ["p"], name="a"), helper.make_node("Relu", ["p"], ["q"], name="b"),
                  helper.make_node("Relu", ["q"], ["y"])])


@case(r"its input 'nothing' is made by no node before it, nor is it an input")
def missing_input(here):
    return model([helper.make_node("Relu", ["nothing"], ["y"])])


@case(r"output 'z'.*no node, input or initializer makes it")
def missing_output(here):
    return model([helper.make_node("Relu", ["x"], ["y"])], outputs=[info("z")])


@case(r"another value has the name|another value has this name|is computed twice|already")
def output_twice(here):
    return model([helper.make_node("Relu", ["x"], ["y"]), helper.make_node("Neg", ["x"], ["y"])])


@case(r"another input has this name")
def input_twice(here):
    return model([helper.make_node("Relu", ["x"], ["y"])], [info("x"), info("x")])


@case(r"initializer 'w': another value has this name")
def initializer_twice(here):
    w = numpy_helper.from_array(np.ones(3, np.float32), "w")
    return model([helper.make_node("Add", ["x", "w"], ["y"])], initializers=[w, w])


@case(r"the graph has no outputs")
def no_outputs(here):
    return model([helper.make_node("Relu", ["x"], ["y"])], outputs=[])


@case(r"it holds no graph")
def no_graph(here):
    result = model([helper.make_node("Relu", ["x"], ["y"])])
    result.ClearField("graph")
    return result


@case(r"node 'n' \(Frobnicate\)|operator Frobnicate|Frobnicate")
def unknown_operator(here):
    return model([helper.make_node("Frobnicate", ["x"], ["y"], name="n")])


@case(r"node 'n' \(Add\).*int64")
def operands_of_two_types(here):
    return model([helper.make_node("Add", ["x", "i"], ["y"], name="n")], [info("x"), info("i", (2, 3), INT64)])


@case(r"node 'n' \(Add\)")
def shapes_that_do_not_fit(here):
    return model([helper.make_node("Add", ["x", "z"], ["y"], name="n")], [info("x"), info("z", (2, 4))])


@case(r"node 'n' \(MatMul\)")
def product_that_does_not_fit(here):
    return model([helper.make_node("MatMul", ["x", "x"], ["y"], name="n")])


@case(r"node 'n' \(Softmax\).*axis")
def attribute_of_another_kind(here):
    return model([helper.make_node("Softmax", ["x"], ["y"], name="n", axis="one")])


@case(r"node 'n' \(Softmax\).*axis|out of range")
def axis_out_of_range(here):
    return model([helper.make_node("Softmax", ["x"], ["y"], name="n", axis=2**40)])


@case(r"node 'n' \(Transpose\)")
def permutation_that_is_none(here):
    return model([helper.make_node("Transpose", ["x"], ["y"], name="n", perm=[0, 0])])


@case(r"node 'n' \(Conv\)")
def convolution_with_stride_zero(here):
    return model([helper.make_node("Conv", ["x", "w"], ["y"], name="n", strides=[0, 0])],
                 [info("x", [1, 1, 4, 4]), info("w", [1, 1, 2, 2])])


@case(r"node 'n' \(Conv\)")
def convolution_with_enormous_padding(here):
    return model([helper.make_node("Conv", ["x", "w"], ["y"], name="n", pads=[2**62, 2**62, 2**62, 2**62])],
                 [info("x", [1, 1, 4, 4]), info("w", [1, 1, 2, 2])])


@case(r"node 'n' \(Conv\)")
def convolution_with_negative_group(here):
    return model([helper.make_node("Conv", ["x", "w"], ["y"], name="n", group=-1)],
                 [info("x", [1, 1, 4, 4]), info("w", [1, 1, 2, 2])])


@case(r"node 'n' \(MaxPool\)")
def window_larger_than_the_image(here):
    return model([helper.make_node("MaxPool", ["x"], ["y"], name="n", kernel_shape=[2**31, 2**31])], [info("x", [1, 1, 4, 4])])


@case(r"node 'n' \(Reshape\)")
def reshape_that_does_not_fit(here):
    return model([helper.make_node("Reshape", ["x", "s"], ["y"], name="n")],
                 initializers=[numpy_helper.from_array(np.array([4, 4]), "s")])


@case(r"node 'n' \(Split\)")
def split_that_does_not_fit(here):
    return model([helper.make_node("Split", ["x", "s"], ["y"], name="n", axis=1)],
                 initializers=[numpy_helper.from_array(np.array([7]), "s")])


@case(r"its element type is")
def element_type_that_does_not_exist(here):
    return raw([1], b"\0" * 4, element=2000)


@case(r"its type is|element type")
def input_type_that_does_not_exist(here):
    return model([helper.make_node("Relu", ["x"], ["y"])], [info("x", [1], 2000)])


# Files that are damaged, deep or multiply.


@case(r"damaged or cut off|is no ONNX model")
def cut_off(here):
    bytes_ = raw([256], b"\0" * 1024).SerializeToString()
    return bytes_[:len(bytes_) // 2]


@case(r"damaged|is no ONNX model")
def noise(here):
    return np.random.default_rng(1).integers(0, 256, 1 << 20, dtype=np.uint8).tobytes()


@case(r"damaged|is no ONNX model|no graph")
def another_format(here):
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 1000


@case(r"the file is empty")
def empty(here):
    return b""


def field(number, content):
    """A field of bytes in the wire format."""
    length, size = b"", len(content)
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + content


@case(r"nested deeper than \d+ levels")
def nested_subgraphs(here):
    # Deeper than the package itself can write.
    graph = b""
    for _ in range(2000):
        branch = field(1, b"then_branch") + field(6, graph) + b"\xa0\x01\x05"
        graph = field(1, field(1, b"c") + field(2, b"y") + field(4, b"If") + field(5, branch))
    return b"\x08\x0a" + field(7, graph)


def functions(bodies, first):
    """A model that calls `first`; each body is (name, calls of other functions in a row)."""
    made = []
    for name, calls in bodies:
        nodes = [helper.make_node(callee, ["a" if i == 0 else f"t{i - 1}"], [f"t{i}" if i + 1 < len(calls) else "b"],
                                  domain="" if callee == "Relu" else "own") for i, callee in enumerate(calls)]
        made.append(helper.make_function("own", name, ["a"], ["b"], nodes,
                                         [helper.make_opsetid("", 21), helper.make_opsetid("own", 1)]))
    return model([helper.make_node(first, ["x"], ["y"], domain="own")], functions=made, sets=[helper.make_opsetid("own", 1)])


@case(r"nested deeper than 64 levels")
def function_that_calls_itself(here):
    return functions([("F", ["F"])], "F")


@case(r"more than \d+ nodes")
def functions_that_multiply(here):
    return functions([("F0", ["Relu"])] + [(f"F{i}", [f"F{i - 1}"] * 10) for i in range(1, 12)], "F11")


# Names are data.


def named(name, placeholder="NAMEPLACEHOLDER"):
    """A model whose input, output and node have a name of any bytes, of the placeholder's length if it is not UTF-8."""
    text = name if isinstance(name, str) else placeholder[:len(name)]
    result = model([helper.make_node("Relu", [text], [text + "."], name=text)], [info(text)], [info(text + ".", None)])
    bytes_ = result.SerializeToString()
    return bytes_ if isinstance(name, str) else bytes_.replace(text.encode(), name)


@case("", status=0)
def name_that_leaves_the_folder(here):
    return named("../../x")


@case("", status=0)
def name_with_slashes(here):
    return named("/model/out:0")


@case("", status=0)
def name_of_ten_thousand_letters(here):
    return named("n" * 10240)


@case("", status=0)
def name_that_is_no_text(here):
    return named(b"\xff\xfe\x1b[31m\x00\n\"<>")


@case(r"input 0 is missing")
def name_that_is_empty(here):
    return named("")


# Strings: patterns that ask for more than there is, counts that lie, bytes that are no text.

STRING = TensorProto.STRING


def text_model(op, outputs, **attributes):
    return model([helper.make_node(op, ["x"], ["y"], **attributes)], [info("x", ["n"], STRING)], [outputs], version=21)


@case(r"its pattern is too large")
def pattern_that_multiplies(here):
    return text_model("RegexFullMatch", info("y", ["n"], TensorProto.BOOL), pattern="((((a{100}){100}){100}){100}){100}")


@case(r"nests groups deeper than 500 levels")
def pattern_that_nests(here):
    return text_model("RegexFullMatch", info("y", ["n"], TensorProto.BOOL), pattern="(" * 500000 + ")" * 500000)


@case(r"its pattern '\?\?\[31m' is no UTF-8")
def pattern_that_is_no_text(here):
    return text_model("RegexFullMatch", info("y", ["n"], TensorProto.BOOL), pattern=b"\xff\x1b[31m")


@case(r"take more than 1024 comparisons")
def terms_without_end(here):
    return text_model("TfIdfVectorizer", info("y", [None], FLOAT), mode="TF", ngram_counts=[0, 0], ngram_indexes=[0],
                      pool_strings=["a", "b"], min_gram_length=1, max_gram_length=2, max_skip_count=1000)


@case(r"does not divide the pool of 3 items into n-grams")
def terms_that_do_not_fit(here):
    return text_model("TfIdfVectorizer", info("y", [None], FLOAT), mode="TF", ngram_counts=[0, -9223372036854775808],
                      ngram_indexes=[0], pool_strings=["a", "b", "c"], min_gram_length=1, max_gram_length=2, max_skip_count=0)


@case(r"its shape asks for 1000000 strings, and it has 1")
def strings_that_are_not_there(here):
    tensor = TensorProto(name="w", data_type=STRING, dims=[1000, 1000], string_data=[b"a"])
    return model([helper.make_node("Identity", ["w"], ["y"])], [], [info("y", None, STRING)], [tensor])


@case(None, status=0)
def strings_that_are_no_text(here):
    tensor = TensorProto(name="w", data_type=STRING, dims=[3], string_data=[b"\xff\x00\x1b", b"", b"\x00" * 100000])
    return model([helper.make_node("Identity", ["w"], ["y"])], [], [info("y", None, STRING)], [tensor])


def run(name, make, expected, status):
    here = os.path.join(folder, "cases", name)
    os.makedirs(here)
    content = make(here)
    content = content if isinstance(content, bytes) else content.SerializeToString()
    assert len(content) <= 1 << 20, name
    write(os.path.join(here, "model.onnx"), content)
    before = sorted(os.listdir(here))
    out = os.path.join(folder, "outputs", name)
    os.makedirs(out)
    # What is odd but valid is only compiled: it has no inputs here.
    arguments = ["run", "--inputs", here, "--outputs", out] if status else ["compile", "-o", os.path.join(out, "m.o")]
    command = [tenonc, *arguments, os.path.join(here, "model.onnx")]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        _, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return f"took longer than {SECONDS} s"
    errors = errors.decode("utf-8", "strict")
    if process.returncode != status:
        return f"exit {process.returncode}, expected {status}: {errors.strip()[:300]}"
    if status and (len(errors.splitlines()) != 1 or not errors.startswith("error: ")):
        return f"not one line that starts with error: {errors[:300]!r}"
    if status and not re.search(expected, errors):
        return f"expected '{expected}', got {errors.strip()[:300]}"
    if re.search(r"[\x00-\x09\x0b-\x1f]", errors):
        return f"control characters in {errors!r}"
    if status and (os.listdir(out) or sorted(os.listdir(here)) != before):
        return "left something behind"
    return ""


def main():
    shutil.rmtree(os.path.join(folder, "cases"), ignore_errors=True)
    shutil.rmtree(os.path.join(folder, "outputs"), ignore_errors=True)
    failures = 0
    for entry in cases:
        if failure := run(*entry):
            failures += 1
            print(f"FAIL {entry[0]}: {failure}")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    if memory > MEMORY:
        failures += 1
        print(f"FAIL: a case took {memory >> 20} MB")
    print(f"{len(cases) - failures} passed, {failures} failed")
    return failures != 0


sys.exit(main())
