"""grow.py TENONC FOLDER: calls a program whose caches grow, and compares with NumPy."""

import os
import subprocess
import sys

import numpy as np

program, folder = sys.argv[1:]
os.chdir(folder)
random = np.random.default_rng(0)
k = np.zeros((1, 2, 0, 4), np.float32)
v = k


def call(count, length, state):
    x = random.uniform(-1, 1, (1, 2, count, 4)).astype(np.float32)
    mask = random.uniform(-1, 1, length).astype(np.float32)
    np.save("x.npy", x)
    np.save("mask.npy", mask)
    arguments = [program, "--inputs", "x=x.npy", "mask=mask.npy", "--outputs", "out", "--save-state", "next.state"]
    result = subprocess.run(arguments + state, capture_output=True, text=True)
    return x, mask, result


state = []
for count in 3, 1, 4:
    x, mask, result = call(count, k.shape[2] + count, state)
    assert result.returncode == 0, result.stderr
    k, v = np.concatenate([k, x], 2), np.tanh(np.concatenate([v, -x], 2))
    expected = (k * mask[:, None] - v).sum(2)
    error = np.abs(np.load("out/sum.npy") - expected).max()
    assert error < 1e-5, error
    os.replace("next.state", "state")
    state = ["--load-state", "state"]
    print("length", k.shape[2])

# The caches hold eight: they are full, and a mask of another length does not fit.
print(call(2, 10, state)[2].stderr.strip())
print(call(1, 3, ["--load-state", "state"])[2].stderr.strip())
