#!/usr/bin/env python3
"""Writes windows.safetensors and mnist.safetensors: what PyTorch computes for the cases of WindowsTest.cpp and PortsTest.cpp.

Run with a Python that has torch and numpy; the tests need neither. Inputs and
weights are numbers by a formula that the tests repeat, so that only results
are stored.
"""

import json
import pathlib
import struct

import numpy
import torch
import torch.nn.functional as F


def numbers(seed, *sizes, dtype=torch.float32):
    """Numbers of [-1, 1) that every float type of 24 bits holds exactly."""
    x = (numpy.arange(1, int(numpy.prod(sizes)) + 1, dtype=numpy.uint64) + numpy.uint64(seed * 1000003)) & 0xFFFFFFFF
    x = (x * numpy.uint64(2654435761)) & 0xFFFFFFFF
    x ^= x >> numpy.uint64(15)
    x = (x * numpy.uint64(2246822519)) & 0xFFFFFFFF
    x ^= x >> numpy.uint64(13)
    values = (x >> numpy.uint64(8)).astype(numpy.float64) * 2.0**-23 - 1
    return torch.from_numpy(values.reshape(sizes)).to(dtype)


def write(path, tensors):
    """The safetensors format: a header of JSON, then the bytes."""
    names = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}
    header, blobs, offset = {}, [], 0
    # The largest elements first, so that each lies aligned.
    for name, tensor in sorted(tensors.items(), key=lambda item: -item[1].element_size()):
        blob = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def convolutions():
    x1, w1, b = numbers(1, 2, 4, 17), numbers(2, 6, 4, 3), numbers(3, 6)
    yield "conv1d", F.conv1d(x1, w1, b)
    yield "conv1d strided", F.conv1d(x1, w1, None, 2, 3, 2)
    yield "conv1d groups", F.conv1d(x1, numbers(2, 6, 2, 4), b, 1, 2, 1, 2)
    yield "conv1d same", F.conv1d(x1, numbers(2, 6, 4, 4), b, 1, "same", 3)
    yield "conv1d valid", F.conv1d(x1, w1, b, 2, "valid")
    yield "conv1d unbatched", F.conv1d(x1[0], w1, b, 1, 1)
    x2, w2 = numbers(4, 2, 4, 9, 10), numbers(5, 6, 4, 3, 3)
    yield "conv2d", F.conv2d(x2, w2, b)
    yield "conv2d padded", F.conv2d(x2, w2, b, 1, 1)
    yield "conv2d strided", F.conv2d(x2, w2, None, (2, 1), (1, 2))
    yield "conv2d dilated", F.conv2d(x2, w2, b, 1, (2, 0), (2, 3))
    yield "conv2d groups", F.conv2d(x2, numbers(5, 6, 2, 2, 3), b, 1, 1, 1, 2)
    yield "conv2d depthwise", F.conv2d(x2, numbers(5, 8, 1, 3, 3), None, 2, 1, 1, 4)
    yield "conv2d pointwise", F.conv2d(x2, numbers(5, 6, 4, 1, 1), b)
    yield "conv2d same", F.conv2d(x2, numbers(5, 6, 4, 2, 3), b, 1, "same", 2)
    yield "conv2d unbatched", F.conv2d(x2[1], w2, b, 2)
    yield "conv2d double", F.conv2d(x2.double(), w2.double(), b.double(), 1, 1)
    x3, w3 = numbers(6, 1, 3, 4, 5, 6), numbers(7, 4, 3, 2, 3, 3)
    yield "conv3d", F.conv3d(x3, w3, numbers(3, 4))
    yield "conv3d strided", F.conv3d(x3, w3, None, (1, 2, 2), (1, 1, 0))
    yield "conv_transpose1d", F.conv_transpose1d(x1, numbers(2, 4, 6, 3), b, 2, 1, 1)
    yield "conv_transpose1d plain", F.conv_transpose1d(x1, numbers(2, 4, 6, 3))
    yield "conv_transpose2d", F.conv_transpose2d(x2, numbers(5, 4, 3, 4, 4), numbers(3, 3), 2, 1)
    yield "conv_transpose2d groups", F.conv_transpose2d(x2, numbers(5, 4, 3, 3, 2), b, (3, 2), 0, (2, 0), 2, (1, 2))
    yield "conv_transpose2d cut", F.conv_transpose2d(x2, numbers(5, 4, 3, 2, 2), None, 1, 1)
    yield "conv_transpose3d", F.conv_transpose3d(x3, numbers(7, 3, 2, 2, 3, 2), None, 2, (0, 1, 0))
    yield "unfold", F.unfold(x2, (2, 3), 2, 1, (2, 1))
    yield "fold", F.fold(numbers(8, 2, 2 * 6, 16), (7, 6), (2, 3), 1, (1, 0), (2, 1))


def pools():
    x1, x2, x3 = numbers(1, 2, 3, 17), numbers(2, 2, 3, 9, 10), numbers(3, 1, 2, 5, 6, 7)

    def both(name, function, *arguments, **options):
        values, places = function(*arguments, return_indices=True, **options)
        yield name, values
        yield name + " indices", places

    yield from both("max_pool1d", F.max_pool1d, x1, 3, 2, 1)
    yield from both("max_pool2d", F.max_pool2d, x2, 2)
    yield from both("max_pool2d padded", F.max_pool2d, x2, (3, 2), (2, 1), (1, 1))
    yield from both("max_pool2d dilated", F.max_pool2d, x2, 3, 1, 1, 2)
    yield from both("max_pool2d ceil", F.max_pool2d, x2, 3, 2, 1, 1, ceil_mode=True)
    yield from both("max_pool2d ceil far", F.max_pool2d, x2, 2, 4, 0, 1, ceil_mode=True)
    yield from both("max_pool2d unbatched", F.max_pool2d, x2[0], 2)
    yield from both("max_pool3d", F.max_pool3d, x3, (2, 3, 2), 2, (1, 1, 0))
    yield "avg_pool1d", F.avg_pool1d(x1, 3, 2, 1)
    yield "avg_pool1d uncounted", F.avg_pool1d(x1, 4, 3, 2, True, False)
    for ceil in (False, True):
        for counted in (False, True):
            yield f"avg_pool2d {ceil:d}{counted:d}", F.avg_pool2d(x2, 3, 2, 1, ceil, counted)
            yield f"avg_pool2d wide {ceil:d}{counted:d}", F.avg_pool2d(x2, (2, 4), (3, 3), (0, 2), ceil, counted)
    yield "avg_pool2d divisor", F.avg_pool2d(x2, 3, 2, 1, True, True, 5)
    yield "avg_pool3d", F.avg_pool3d(x3, (2, 3, 3), 2, (1, 1, 1), True, False)
    yield "avg_pool3d unbatched", F.avg_pool3d(x3[0], 2)
    yield "adaptive_avg_pool1d", F.adaptive_avg_pool1d(x1, 5)
    yield "adaptive_avg_pool2d", F.adaptive_avg_pool2d(x2, (4, 3))
    yield "adaptive_avg_pool2d even", F.adaptive_avg_pool2d(x2, (3, 5))
    yield "adaptive_avg_pool2d one", F.adaptive_avg_pool2d(x2, 1)
    yield "adaptive_avg_pool2d kept", F.adaptive_avg_pool2d(x2, (None, 4))
    yield "adaptive_avg_pool2d larger", F.adaptive_avg_pool2d(x2, (12, 10))
    yield "adaptive_avg_pool3d", F.adaptive_avg_pool3d(x3, (2, 4, 3))
    yield from both("adaptive_max_pool1d", F.adaptive_max_pool1d, x1, 5)
    yield from both("adaptive_max_pool2d", F.adaptive_max_pool2d, x2, (4, 3))
    yield from both("adaptive_max_pool2d even", F.adaptive_max_pool2d, x2, (3, 5))
    yield from both("adaptive_max_pool3d", F.adaptive_max_pool3d, x3, (2, 4, 3))


def normalizations():
    x, w, b = numbers(1, 3, 4, 5, 6) + 0.5, numbers(2, 4), numbers(3, 4)

    def trained(name, function, *arguments):
        mean, variance = numbers(4, 4), numbers(5, 4) + 1.5
        yield name, function(*arguments, mean, variance)
        yield name + " mean", mean
        yield name + " variance", variance

    yield from trained("batch_norm eval", lambda x, m, v: F.batch_norm(x, m, v, w, b), x)
    yield from trained("batch_norm train", lambda x, m, v: F.batch_norm(x, m, v, w, b, True, 0.3, 1e-3), x)
    yield from trained("batch_norm rows", lambda x, m, v: F.batch_norm(x, m, v, None, None, True), numbers(6, 7, 4))
    yield "batch_norm untracked", F.batch_norm(x, None, None, w, b, True)
    yield "group_norm", F.group_norm(x, 2, w, b)
    yield "group_norm plain", F.group_norm(x, 4, eps=0.1)
    yield "group_norm rows", F.group_norm(numbers(6, 7, 4), 2, w, b)
    yield "instance_norm", F.instance_norm(x, weight=w, bias=b)
    yield from trained("instance_norm train", lambda x, m, v: F.instance_norm(x, m, v, w, b, True, 0.2), x)
    yield from trained("instance_norm eval", lambda x, m, v: F.instance_norm(x, m, v, w, b, False), x)
    yield "local_response_norm", F.local_response_norm(x, 3, 0.5, 0.75, 2.0)
    yield "local_response_norm even", F.local_response_norm(x, 2, 0.1)


def resamplings():
    x1, x2, x3 = numbers(1, 2, 3, 7), numbers(2, 2, 3, 5, 6), numbers(3, 1, 2, 3, 4, 5)
    yield "pad constant", F.pad(x2, (1, 2, 0, 3), value=2.5)
    yield "pad negative", F.pad(x2, (-1, 2, 3, -2))
    for mode in ("reflect", "replicate", "circular"):
        yield f"pad {mode}", F.pad(x2, (3, 2, 1, 4), mode)
        yield f"pad {mode} 1d", F.pad(x1, (2, 0), mode)
        yield f"pad {mode} 3d", F.pad(x3, (1, 2, 0, 3, 2, 1), mode)
    yield "nearest twice", F.interpolate(x2, scale_factor=2)
    yield "nearest size", F.interpolate(x2, (7, 4))
    yield "nearest factor", F.interpolate(x1, scale_factor=1.7)
    yield "nearest recomputed", F.interpolate(x1, scale_factor=1.7, recompute_scale_factor=True)
    yield "nearest half", F.interpolate(x3, scale_factor=(0.5, 2, 1.5))
    yield "nearest exact", F.interpolate(x2, (7, 4), mode="nearest-exact")
    for align in (False, True):
        yield f"linear {align:d}", F.interpolate(x1, 10, mode="linear", align_corners=align)
        yield f"bilinear twice {align:d}", F.interpolate(x2, scale_factor=2, mode="bilinear", align_corners=align)
        yield f"bilinear size {align:d}", F.interpolate(x2, (8, 3), mode="bilinear", align_corners=align)
        yield f"bilinear factor {align:d}", F.interpolate(x2, scale_factor=(1.7, 0.6), mode="bilinear", align_corners=align)
        yield f"bilinear same {align:d}", F.interpolate(x2, (5, 9), mode="bilinear", align_corners=align)
        yield f"bilinear one {align:d}", F.interpolate(x2, (1, 1), mode="bilinear", align_corners=align)
        yield f"bicubic {align:d}", F.interpolate(x2, (9, 4), mode="bicubic", align_corners=align)
        yield f"bicubic factor {align:d}", F.interpolate(x2, scale_factor=1.7, mode="bicubic", align_corners=align)
        yield f"trilinear {align:d}", F.interpolate(x3, (5, 3, 7), mode="trilinear", align_corners=align)
    yield "area", F.interpolate(x2, (3, 4), mode="area")
    yield "pixel_shuffle", F.pixel_shuffle(numbers(4, 2, 12, 3, 2), 2)
    yield "pixel_unshuffle", F.pixel_unshuffle(numbers(4, 2, 3, 6, 4), 2)
    yield "channel_shuffle", F.channel_shuffle(numbers(4, 2, 6, 3, 2), 3)


class Net(torch.nn.Module):
    """The network of ports/mnist.cpp."""

    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.bn = torch.nn.BatchNorm2d(16)
        self.fc = torch.nn.Linear(16 * 14 * 14, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.bn(self.conv(x))), 2).view(x.size(0), -1)
        return self.fc(x)


def mnist():
    """In double precision: in single, PyTorch is 1.4e-6 off in training."""
    net = Net().double()
    with torch.no_grad():
        net.conv.weight.copy_(numbers(1, 16, 1, 3, 3))
        net.bn.weight.copy_(numbers(2, 16) + 1.5)
        net.bn.bias.copy_(numbers(3, 16))
        net.bn.running_mean.copy_(numbers(4, 16))
        net.bn.running_var.copy_(numbers(5, 16) + 1.5)
        net.fc.weight.copy_(numbers(6, 10, 16 * 14 * 14) / 64)
        net.fc.bias.copy_(numbers(7, 10))
        x = numbers(8, 3, 1, 28, 28, dtype=torch.float64)
        net.eval()
        yield "eval", net(x)
        net.train()
        yield "train", net(x)
        yield "running_mean", net.bn.running_mean
        yield "running_var", net.bn.running_var
        net.eval()
        yield "eval after training", net(x)


def main():
    folder = pathlib.Path(__file__).parent
    cases = {}
    for family in (convolutions(), pools(), normalizations(), resamplings()):
        for name, tensor in family:
            assert name not in cases, name
            cases[name] = tensor.detach().clone()
    write(folder / "windows.safetensors", cases)
    write(folder / "mnist.safetensors", {name: tensor.detach().clone() for name, tensor in mnist()})


if __name__ == "__main__":
    main()
