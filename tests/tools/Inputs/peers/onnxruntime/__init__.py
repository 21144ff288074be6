"""Stands for a peer that works: it computes the one model of bench_set.py, with numpy, and takes its time."""

import time

import numpy as np


class GraphOptimizationLevel:
    ORT_ENABLE_ALL = 99


class SessionOptions:
    pass


class Binding:
    def bind_cpu_input(self, name, value):
        self.x = value

    def bind_output(self, name, device):
        pass

    def copy_outputs_to_cpu(self):
        return [self.y]


class InferenceSession:
    def __init__(self, path, options, providers):
        print("what a package prints does not disturb")
        self.weights = np.linspace(-1, 1, 12, dtype=np.float32).reshape(4, 3)

    def io_binding(self):
        return Binding()

    def get_outputs(self):
        return []

    def run_with_iobinding(self, binding):
        time.sleep(0.002)
        binding.y = np.maximum(binding.x @ self.weights, 0)
