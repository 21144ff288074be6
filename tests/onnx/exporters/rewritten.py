"""Files that ONNX Runtime's quantizer, its transformer optimizer, its sessions and its model builder write."""
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx

import torch_models
import transformers_models

CASES = {**transformers_models.CASES, **torch_models.CASES}


class Samples:
    """What the quantizer calibrates with: the case's own inputs."""

    def __init__(self, case):
        self.left = iter([{name: value.numpy() for name, value in case.inputs(**size).items()} for size in case.sizes])

    def get_next(self):
        return next(self.left, None)


# ---- The quantizer ---------------------------------------------------------


def prepared(source):
    """The quantizer wants shapes, and batch normalization folded."""
    from onnxruntime.quantization.shape_inference import quant_pre_process
    path = str(pathlib.Path(tempfile.mkdtemp()) / "prepared.onnx")
    quant_pre_process(str(source), path, skip_symbolic_shape=True)
    return path


def statically(form, weights, activations, **options):
    def make(source, path, case):
        from onnxruntime import quantization as q
        q.quantize_static(prepared(source), path, Samples(case), quant_format=getattr(q.QuantFormat, form), weight_type=getattr(q.QuantType, weights),
                          activation_type=getattr(q.QuantType, activations), **options)
    return make


def dynamically(**options):
    def make(source, path, case):
        from onnxruntime import quantization as q
        try:
            ready = prepared(source)
        except Exception:  # shapes are not inferred through operators of com.microsoft
            ready = source
        q.quantize_dynamic(ready, path, **options)
    return make


def by_blocks(bits, form, **options):
    def make(source, path, case):
        from onnxruntime.quantization import QuantFormat
        from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
        config = DefaultWeightOnlyQuantConfig(bits=bits, quant_format=getattr(QuantFormat, form), **options)
        quantizer = MatMulNBitsQuantizer(onnx.load(source), algo_config=config)
        quantizer.process()
        quantizer.model.save_model_to_file(path, False)
    return make


# ---- The optimizer, and what a session writes ------------------------------


def optimized(kind, heads, width, float16=False, **fusions):
    def make(source, path, case):
        from onnxruntime.transformers import optimizer
        from onnxruntime.transformers.fusion_options import FusionOptions
        options = FusionOptions(kind)
        for name, value in fusions.items():
            setattr(options, name, value)
        model = optimizer.optimize_model(str(source), model_type=kind, num_heads=heads, hidden_size=width, opt_level=0, optimization_options=options)
        if float16:
            model.convert_float_to_float16()
        model.save_model_to_file(path)
    return make


def session(first=None):
    """What a session leaves of a file after its optimizations that do not depend on the machine."""
    def make(source, path, case):
        import onnxruntime
        if first:
            made = str(pathlib.Path(tempfile.mkdtemp()) / "first.onnx")
            first(source, made, case)
            source = made
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = path
        options.log_severity_level = 4
        onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
    return make


# ---- The model builder of onnxruntime-genai --------------------------------


def built(precision):
    """A Llama in the form that onnxruntime-genai runs: GroupQueryAttention with the rotation inside."""
    def make(source, path, case):
        import transformers as hf
        work = pathlib.Path(tempfile.mkdtemp())
        config = transformers_models.eager(hf.LlamaConfig, **transformers_models.LLAMA)
        hf.LlamaForCausalLM(config).save_pretrained(work / "model")
        write_tokenizer(work / "model")
        subprocess.run([sys.executable, "-m", "onnxruntime_genai.models.builder", "-i", work / "model", "-o", work / "out", "-p", precision,
                                "-e", "cpu", "-c", work / "cache"], check=True)
        onnx.save(onnx.load(work / "out" / "model.onnx"), path)
    return make


def write_tokenizer(folder):
    """The builder reads one, and the model does not need it."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast
    words = {f"w{i}": i for i in range(1000)}
    PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel(words, unk_token="w0")), unk_token="w0", bos_token="w1",
                            eos_token="w2").save_pretrained(folder)


# GroupQueryAttention of ONNX Runtime takes several tokens of several sequences only where there is nothing before.
BUILT_SIZES = [dict(batch=1, length=4, past=6), dict(batch=3, length=1, past=9), dict(batch=2, length=12, past=0)]


def built_inputs(model, size, random):
    """Inputs by their names in the builder's files."""
    batch, length, past = size["batch"], size["length"], size["past"]
    values = {}
    for info in model.graph.input:
        if info.name == "input_ids":
            values[info.name] = random.integers(3, 1000, (batch, length))
        elif info.name == "attention_mask":
            values[info.name] = np.ones((batch, past + length), np.int64)
        elif info.name == "position_ids":
            values[info.name] = np.tile(np.arange(past, past + length), (batch, 1))
        else:
            values[info.name] = random.normal(size=(batch, 2, past, 32)).astype(np.float32)
    return values


# NAME: the file that it is made of, and how.
REWRITTEN = {
    "resnet18-qdq-s8s8": ("resnet18/dynamo", statically("QDQ", "QInt8", "QInt8", per_channel=True)),
    "resnet18-qdq-u8u8": ("resnet18/torchscript", statically("QDQ", "QUInt8", "QUInt8")),
    "resnet18-qoperator": ("resnet18/torchscript", statically("QOperator", "QInt8", "QUInt8", per_channel=True)),
    "mobilenet-qdq": ("mobilenet/dynamo", statically("QDQ", "QInt8", "QUInt8", per_channel=True)),
    "mobilenet-qoperator": ("mobilenet/torchscript", statically("QOperator", "QUInt8", "QUInt8")),
    "bert-qdq": ("bert/dynamo", statically("QDQ", "QInt8", "QUInt8")),
    "bert-qdq-16bit": ("bert/torchscript", statically("QDQ", "QInt8", "QUInt16", extra_options={"UseQDQContribOps": True})),
    "bert-qoperator": ("bert/torchscript", statically("QOperator", "QInt8", "QUInt8")),
    "bert-dynamic": ("bert/torchscript", dynamically()),
    "gpt2-dynamic": ("gpt2/dynamo", dynamically(per_channel=True)),
    "lstm-dynamic": ("lstm/torchscript", dynamically()),
    "bert-4bit": ("bert/dynamo", by_blocks(4, "QOperator", block_size=32, is_symmetric=False)),
    "gpt2-4bit-qdq": ("gpt2/torchscript", by_blocks(4, "QDQ", block_size=64, is_symmetric=True)),
    "gpt2-8bit": ("gpt2/dynamo", by_blocks(8, "QOperator", block_size=128, is_symmetric=True)),
    "bert-optimized": ("bert/torchscript", optimized("bert", 4, 256)),
    "bert-optimized-float16": ("bert/torchscript", optimized("bert", 4, 256, float16=True)),
    "bert-optimized-multihead": ("bert/torchscript", optimized("bert", 4, 256, use_multi_head_attention=True)),
    "gpt2-optimized": ("gpt2/torchscript", optimized("gpt2", 4, 256)),
    "bert-optimized-dynamo": ("bert/dynamo", optimized("bert", 4, 256)),
    "t5-optimized": ("t5/torchscript", optimized("t5", 4, 128)),
    "clip-optimized": ("clip/torchscript", optimized("clip", 4, 128)),
    "bert-session": ("bert/torchscript", session()),
    "gpt2-session": ("gpt2/dynamo", session()),
    "resnet18-session": ("resnet18/dynamo", session()),
    "mobilenet-session": ("mobilenet/torchscript", session()),
    "unet-session": ("unet/dynamo", session()),
    "resnet18-qdq-session": ("resnet18/torchscript", session(statically("QDQ", "QInt8", "QUInt8"))),
    "mobilenet-qdq-session": ("mobilenet/torchscript", session(statically("QDQ", "QUInt8", "QUInt8"))),
    "bert-qdq-session": ("bert/torchscript", session(statically("QDQ", "QInt8", "QUInt8"))),
    "bert-dynamic-session": ("bert/torchscript", session(dynamically())),
    "bert-optimized-dynamic": ("bert-optimized", dynamically(extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})),
    "llama-built": (None, built("fp32")),
    "llama-built-4bit": (None, built("int4")),
}


def case_of(name):
    """The case whose inputs a file takes, or nothing for the builder's."""
    while name in REWRITTEN:
        name = REWRITTEN[name][0]
    return CASES[name.split("/")[0]] if name else None


def make(name, folder, path):
    """Writes a file from another one that is in the folder."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    source, step = REWRITTEN[name]
    step(source and pathlib.Path(folder, source, "model.onnx"), path, case_of(name))
