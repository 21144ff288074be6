#!/usr/bin/env python3
"""Writes layers-*.safetensors beside this file: what PyTorch computes with its layers.

    python3 make-layers.py        # needs torch and safetensors

A case has its tensors under CASE/state/KEY (the state dictionary), CASE/in/K and CASE/out/K. Weights and inputs are
float32, results are computed in float64 from them and rounded once. The tests need the files only.
"""

import os

import torch
from safetensors.torch import save_file
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))


def flat(value):
    if value is None:
        return []
    if isinstance(value, torch.Tensor):
        return [value]
    return [tensor for part in value for tensor in flat(part)]


class Family:
    def __init__(self, name):
        self.name = name
        self.tensors = {}
        torch.manual_seed(1)

    def add(self, case, module, inputs, call=None, named=None):
        """`inputs` in the order of the C++ call, with `named` after them as keyword arguments."""
        module = module.eval()
        for parameter in module.parameters():
            nn.init.uniform_(parameter, -0.5, 0.5)
        for key, tensor in module.state_dict().items():
            self.tensors[f"{case}/state/{key}"] = tensor.clone()
        wide = lambda x: x.double() if isinstance(x, torch.Tensor) and x.is_floating_point() else x
        exact = [wide(x) for x in inputs]
        keywords = {key: wide(x) for key, x in (named or {}).items()}
        module.double()
        with torch.no_grad():
            result = call(module, *exact) if call else module(*exact, **keywords)
        for i, tensor in enumerate(flat(inputs) + [x for x in (named or {}).values() if isinstance(x, torch.Tensor)]):
            self.tensors[f"{case}/in/{i}"] = tensor.clone().contiguous()
        for i, tensor in enumerate(flat(result)):
            rounded = tensor.float() if tensor.is_floating_point() else tensor
            self.tensors[f"{case}/out/{i}"] = rounded.clone().contiguous()
        module.float()

    def save(self):
        path = os.path.join(here, f"layers-{self.name}.safetensors")
        save_file(self.tensors, path)
        print(f"{path}: {len(self.tensors)} tensors, {os.path.getsize(path)} bytes")


def recurrent():
    family = Family("recurrent")
    x = torch.randn(5, 2, 3)
    for name, make in [("rnn", nn.RNN), ("lstm", nn.LSTM), ("gru", nn.GRU)]:
        family.add(name, make(3, 4), [x])
        family.add(f"{name}-deep", make(3, 4, num_layers=2, bidirectional=True, batch_first=True, dropout=0.3), [x])
        family.add(f"{name}-no-bias", make(3, 4, bias=False), [x])
        family.add(f"{name}-no-batch", make(3, 4), [x[:, 0]])
        state = torch.randn(4, 2, 4)
        states = (state, torch.randn(4, 2, 4))
        deep = make(3, 4, num_layers=2, bidirectional=True)
        if name == "lstm":
            family.add("lstm-states", deep, [x, *states], lambda m, x, h, c: m(x, (h, c)))
        else:
            family.add(f"{name}-states", deep, [x, state])
    family.add("rnn-relu", nn.RNN(3, 4, nonlinearity="relu"), [x])
    family.add("lstm-projection", nn.LSTM(3, 4, num_layers=2, proj_size=2, bidirectional=True), [x])
    row, state, cell = torch.randn(2, 3), torch.randn(2, 4), torch.randn(2, 4)
    for name, make in [("rnn-cell", nn.RNNCell), ("gru-cell", nn.GRUCell)]:
        family.add(name, make(3, 4), [row, state])
        family.add(f"{name}-start", make(3, 4, bias=False), [row[0]])
    family.add("rnn-cell-relu", nn.RNNCell(3, 4, nonlinearity="relu"), [row, state])
    family.add("lstm-cell", nn.LSTMCell(3, 4), [row, state, cell], lambda m, x, h, c: m(x, (h, c)))
    family.add("lstm-cell-start", nn.LSTMCell(3, 4), [row])
    family.save()


def attention():
    family = Family("attention")
    query, key, value = torch.randn(3, 2, 8), torch.randn(5, 2, 8), torch.randn(5, 2, 8)
    make = lambda **options: nn.MultiheadAttention(8, 2, **options)
    family.add("plain", make(), [query, key, value])
    family.add("same", make(), [query], lambda m, x: m(x, x, x))
    family.add("per-head", make(), [query, key, value], lambda m, q, k, v: m(q, k, v, average_attn_weights=False))
    family.add("batch-first", make(batch_first=True), [query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1)])
    family.add("no-bias", make(bias=False), [query, key, value])
    family.add("bias-kv", make(add_bias_kv=True, add_zero_attn=True), [query, key, value])
    other = nn.MultiheadAttention(8, 2, kdim=3, vdim=5)
    family.add("other-sizes", other, [query, torch.randn(5, 2, 3), torch.randn(5, 2, 5)])
    hidden = torch.tensor([[False, False, False, True, True], [False, False, False, False, True]])
    causal = torch.ones(3, 5, dtype=torch.bool).triu(1)
    added = torch.randn(4, 3, 5)
    masked = lambda m, q, k, v, p, a: m(q, k, v, key_padding_mask=p, attn_mask=a)
    family.add("padding", make(), [query, key, value], named={"key_padding_mask": hidden})
    family.add("masks", make(), [query, key, value, hidden, causal], masked)
    family.add("float-mask", make(), [query, key, value, hidden, added],
               lambda m, q, k, v, p, a: m(q, k, v, key_padding_mask=torch.zeros_like(p, dtype=a.dtype).masked_fill(
                   p, float("-inf")), attn_mask=a))
    family.add("masks-appended", make(add_bias_kv=True, add_zero_attn=True), [query, key, value, hidden, causal], masked)

    src, tgt = torch.randn(4, 2, 8), torch.randn(3, 2, 8)
    square = nn.Transformer.generate_square_subsequent_mask(4)
    padding = torch.tensor([[False, False, False, True], [False, False, False, False]])
    layer = dict(d_model=8, nhead=2, dim_feedforward=16)
    for name, options in [("", {}), ("-norm-first", dict(norm_first=True)), ("-gelu", dict(activation="gelu"))]:
        family.add(f"encoder-layer{name}", nn.TransformerEncoderLayer(**layer, **options), [src])
        family.add(f"decoder-layer{name}", nn.TransformerDecoderLayer(**layer, **options), [tgt, src])
    family.add("encoder-layer-masks", nn.TransformerEncoderLayer(**layer), [src, square, padding],
               lambda m, x, a, p: m(x, a, torch.zeros_like(p, dtype=x.dtype).masked_fill(p, float("-inf"))))
    family.add("encoder", nn.TransformerEncoder(nn.TransformerEncoderLayer(**layer), 2, nn.LayerNorm(8)), [src])
    family.add("decoder", nn.TransformerDecoder(nn.TransformerDecoderLayer(**layer), 2), [tgt, src])
    whole = nn.Transformer(8, 2, 1, 2, 16)
    family.add("transformer", whole, [src, tgt, nn.Transformer.generate_square_subsequent_mask(3)],
               lambda m, s, t, a: m(s, t, tgt_mask=a))
    family.save()


def plain():
    family = Family("plain")
    x = torch.randn(2, 3, 4)
    family.add("linear", nn.Linear(4, 5), [x])
    family.add("linear-no-bias", nn.Linear(4, 5, bias=False), [x])
    family.add("bilinear", nn.Bilinear(4, 5, 3), [x, torch.randn(2, 3, 5)])
    family.add("bilinear-no-bias", nn.Bilinear(4, 5, 3, bias=False), [x, torch.randn(2, 3, 5)])
    family.add("layer-norm", nn.LayerNorm([3, 4], eps=1e-3), [x])
    family.add("layer-norm-no-bias", nn.LayerNorm(4, bias=False), [x])
    family.add("layer-norm-plain", nn.LayerNorm(4, elementwise_affine=False), [x])
    family.add("rms-norm", nn.RMSNorm(4, eps=1e-5), [x])
    family.add("flatten", nn.Flatten(0, 1), [x])
    family.add("unflatten", nn.Unflatten(2, (2, -1)), [x])
    index = torch.tensor([[0, 3, 1], [3, 2, 4]])
    family.add("embedding", nn.Embedding(5, 4, padding_idx=3), [index])
    family.add("embedding-max-norm", nn.Embedding(5, 4, max_norm=0.5, norm_type=1.0), [index])
    flat_index, offsets = torch.tensor([0, 3, 1, 3, 2, 4, 0]), torch.tensor([0, 2, 2, 5])
    for mode in ["sum", "mean", "max"]:
        family.add(f"bag-{mode}", nn.EmbeddingBag(5, 4, mode=mode), [index])
        family.add(f"bag-{mode}-offsets", nn.EmbeddingBag(5, 4, mode=mode, padding_idx=3), [flat_index, offsets])
    family.add("bag-last-offset", nn.EmbeddingBag(5, 4, mode="sum", include_last_offset=True),
               [flat_index, torch.tensor([0, 2, 2, 7]), torch.randn(7)])
    family.save()


if __name__ == "__main__":
    recurrent()
    attention()
    plain()
