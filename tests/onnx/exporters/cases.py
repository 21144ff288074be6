"""What a model is to the measurement: how it is made, how it is exported, and its inputs at three sizes."""
import dataclasses
import logging
import os
import typing
import warnings

import torch

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

EXPORTERS = ("torchscript", "dynamo")


@dataclasses.dataclass
class Case:
    """A model of PyTorch. `sizes` gives the symbolic dimensions their values, once a run; the first is also the
    example that exporters see, so none of it is 1. `inputs` makes the arguments of forward, by name."""

    build: typing.Callable
    inputs: typing.Callable
    dynamic: dict
    sizes: list
    outputs: list
    exporters: tuple = EXPORTERS
    tolerance: float = 1e-4
    opset: int = 18
    # What a scripted module is exported as: control flow stays as it is written.
    scripted: bool = False
    # The largest model is not made unless it is asked for.
    large: bool = False


def export(case, exporter, module, path):
    torch.manual_seed(1)
    example = case.inputs(**case.sizes[0])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    names = list(example)
    options = dict(input_names=names, output_names=case.outputs, opset_version=case.opset)
    with torch.no_grad():
        if exporter == "torchscript":
            torch.onnx.export(torch.jit.script(module) if case.scripted else module, tuple(example.values()), path, dynamo=False,
                              dynamic_axes={**case.dynamic, **output_axes(case, module)}, **options)
        else:
            shapes = tuple(dict(case.dynamic.get(name, {})) for name in names)
            torch.onnx.export(module, tuple(example.values()), path, dynamo=True, dynamic_shapes=shapes, verbose=False,
                              external_data=case.large, **options)


def output_axes(case, module):
    """The exporter takes sizes of outputs that it does not know from the example, as fixed: each that differs between
    two sizes is symbolic."""
    found = {}
    for values in zip(*(as_list(module(*case.inputs(**size).values())) for size in case.sizes[:3])):
        name = case.outputs[len(found)]
        found[name] = {axis: f"{name}_{axis}" for axis in range(values[0].dim()) if len({v.shape[axis] for v in values}) > 1}
    return found


def as_list(value):
    return list(value) if isinstance(value, (tuple, list)) else [value]
