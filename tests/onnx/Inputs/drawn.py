"""Models that draw numbers: what they draw has the distribution asked for, follows from the seed, and nothing else.

    drawn.py TENONC FOLDER
"""

import pathlib
import subprocess
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

tenonc, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def run(operator, inputs=(), element=TensorProto.FLOAT, rank=1, opset=22, **attributes):
    """The first output of a model of one node."""
    names = [f"input_{i}" for i in range(len(inputs))]
    node = helper.make_node(operator, names, ["y"], **attributes)
    infos = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
        for name, value in zip(names, inputs)
    ]
    output = helper.make_tensor_value_info("y", element, [f"d{i}" for i in range(rank)])
    model = helper.make_model(
        helper.make_graph([node], "g", infos, [output]), opset_imports=[helper.make_opsetid("", opset)]
    )
    onnx.save(model, folder / "model.onnx")
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for old in data.iterdir():
        old.unlink()
    for i, value in enumerate(inputs):
        (data / f"input_{i}.pb").write_bytes(numpy_helper.from_array(value).SerializeToString())
    command = [tenonc, "run", folder / "model.onnx", "--inputs", data, "--outputs", folder / "out"]
    subprocess.run(command, check=True)
    return numpy_helper.to_array(TensorProto.FromString((folder / "out" / "output_0.pb").read_bytes()))


def report(what, is_right):
    print(f"{what}: {'as it should be' if is_right else 'WRONG'}")


def near(value, wanted, tolerance):
    return abs(float(value) - wanted) < tolerance


normal = run("RandomNormal", shape=[100000], mean=3.0, scale=2.0, seed=1.0)
report("normal", near(normal.mean(), 3, 0.05) and near(normal.std(), 2, 0.05) and near((normal > 5).mean(), 0.159, 0.01))
uniform = run("RandomUniform", shape=[100000], low=-1.0, high=3.0, seed=1.0)
report("uniform", near(uniform.mean(), 1, 0.05) and uniform.min() >= -1 and uniform.max() <= 3 and near(uniform.std(), 1.155, 0.02))
report("neighbours are independent", near(np.corrcoef(uniform[:-1], uniform[1:])[0, 1], 0, 0.02))
report("the same seed", np.array_equal(uniform, run("RandomUniform", shape=[100000], low=-1.0, high=3.0, seed=1.0)))
report("another seed", not np.array_equal(uniform, run("RandomUniform", shape=[100000], low=-1.0, high=3.0, seed=2.0)))
odds = np.log(np.array([[0.1, 0.2, 0.7], [0.5, 0.5, 1e-30]], np.float32))
classes = run("Multinomial", [odds], element=TensorProto.INT32, rank=2, sample_size=20000, seed=5.0)
shares = [[(row == i).mean() for i in range(3)] for row in classes]
report("classes", np.allclose(shares, [[0.1, 0.2, 0.7], [0.5, 0.5, 0]], atol=0.02))
ones = run("Bernoulli", [np.full(20000, 0.3, np.float32)], seed=7.0)
report("bernoulli", near(ones.mean(), 0.3, 0.02) and set(np.unique(ones)) == {0, 1})
inputs = [np.ones(20000, np.float32), np.array(0.25, np.float32), np.array(True)]
dropped = run("Dropout", inputs, seed=3)
report("dropout", near((dropped == 0).mean(), 0.25, 0.02) and near(dropped.max(), 4 / 3, 1e-6) and near(dropped.mean(), 1, 0.03))
