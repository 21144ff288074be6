"""Who is measured, and with which options: Tenon and its peers.

The parent asks a contestant for its name and its artefact; the rest happens in a process of its own (worker.py), the
only one that imports the contestant's package. `load` returns a function without arguments that computes the outputs
of one call, with the best that the package documents for calls from one thread: inputs are bound where they lie,
outputs are read where the package leaves them.
"""

import ctypes
import json
import pathlib


class Contestant:
    name = title = ""
    package = ""  # for pip; empty: none is needed
    module = ""  # for import
    options = ""  # as the report says it

    def source(self, model):
        """The file that is loaded; an error text where there is none."""
        return model

    def use(self):
        """Imports the package."""

    def load(self, path, inputs, threads):
        raise NotImplementedError


class Tensor(ctypes.Structure):
    """DLPack's DLTensor."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("device", ctypes.c_int32 * 2),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.c_void_p),
        ("byte_offset", ctypes.c_uint64),
    ]

    codes = {"i": 0, "u": 1, "f": 2, "c": 5, "b": 6}

    @classmethod
    def of(cls, array):
        """A view of the array, which must live as long."""
        if array.dtype.kind not in cls.codes:
            raise ValueError(f"no input of type {array.dtype} can be handed over")
        shape = (ctypes.c_int64 * array.ndim)(*array.shape)
        code, bits = cls.codes[array.dtype.kind], 8 * array.itemsize
        return cls(array.ctypes.data, (1, 0), array.ndim, code, bits, 1, shape, None, 0)

    def array(self):
        """A copy of the values."""
        import numpy as np

        kind = next(kind for kind, code in self.codes.items() if code == self.code)
        dtype = np.dtype(bool if kind == "b" else f"{kind}{self.bits // 8}")
        shape = self.shape[: self.ndim]
        count = int(np.prod(shape, dtype=np.int64))
        values = ctypes.string_at(self.data, count * dtype.itemsize) if count else b""
        return np.frombuffer(values, dtype).reshape(shape)


class Options(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32),
        ("threads", ctypes.c_int32),
        ("parallel_for", ctypes.c_void_p),
        ("pool", ctypes.c_void_p),
        ("weights_path", ctypes.c_char_p),
    ]


class Tenon(Contestant):
    """The shared library that tenonc makes of the model, called from this process as the peers are."""

    name, title = "tenon", "Tenon"
    options = "tenonc compile MODEL -o MODEL.so"
    prefix = "bench"  # of the C functions: no name of a file can get into it

    def load(self, path, inputs, threads):
        library = ctypes.CDLL(path)

        def function(name):
            return getattr(library, f"{self.prefix}_{name}")

        for name in ("last_error", "info"):
            function(name).restype = ctypes.c_char_p
        context = ctypes.c_void_p()
        options = Options(size=ctypes.sizeof(Options), threads=threads)
        if function("create")(ctypes.byref(options), ctypes.byref(context)):
            raise RuntimeError(function("last_error")(None).decode(errors="replace"))
        main = json.loads(function("info")().decode())["functions"][0]
        names, count = [port["name"] for port in main["inputs"]], len(main["outputs"])
        if sorted(names) != sorted(inputs):
            raise ValueError(f"inputs {', '.join(names)} are expected, the file holds {', '.join(inputs)}")
        given = (Tensor * len(names))(*(Tensor.of(inputs[name]) for name in names))
        # Without data, an output is the context's own memory, which each call fills in again.
        outputs, empty = (Tensor * count)(), bytes(ctypes.sizeof(Tensor) * count)
        run, clear, size = function("run"), ctypes.memmove, len(empty)
        arguments = (context, given, ctypes.c_int32(len(names)), outputs, ctypes.c_int32(count))

        def call():
            clear(outputs, empty, size)
            if run(*arguments):
                raise RuntimeError(function("last_error")(context).decode(errors="replace"))
            return outputs

        return call

    @staticmethod
    def values(outputs):
        return [output.array() for output in outputs]


class OnnxRuntime(Contestant):
    name, title, package, module = "ort", "ONNX Runtime", "onnxruntime", "onnxruntime"
    options = "all graph optimizations, intra_op_num_threads, inputs and outputs bound"

    def use(self):
        import onnxruntime  # noqa: F401

    def load(self, path, inputs, threads):
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        for name, value in inputs.items():
            binding.bind_cpu_input(name, value)
        for output in session.get_outputs():
            binding.bind_output(output.name, "cpu")

        def call():
            session.run_with_iobinding(binding)
            return binding

        return call

    @staticmethod
    def values(binding):
        return binding.copy_outputs_to_cpu()


class OpenVino(Contestant):
    name, title, package, module = "openvino", "OpenVINO", "openvino", "openvino"
    options = "LATENCY hint, INFERENCE_NUM_THREADS, f32 precision hint, inputs and outputs shared"

    def use(self):
        import openvino  # noqa: F401

    def load(self, path, inputs, threads):
        import openvino as ov

        settings = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads,
            "INFERENCE_PRECISION_HINT": "f32",
        }
        request = ov.Core().compile_model(path, "CPU", settings).create_infer_request()
        for name, value in inputs.items():
            request.set_tensor(name, ov.Tensor(value, shared_memory=True))
        return lambda: request.infer(share_outputs=True)

    @staticmethod
    def values(outputs):
        return list(outputs.values())


class Torch(Contestant):
    """PyTorch has the model as an exported program, which `bench models` writes beside the ONNX file."""

    package = module = "torch"

    def source(self, model):
        return str(pathlib.Path(model).with_suffix(".pt2"))

    def use(self):
        import torch  # noqa: F401

    def load(self, path, inputs, threads):
        import torch

        torch.set_num_threads(threads)
        module = self.module_of(torch.export.load(path).module())
        arguments = [torch.from_numpy(value) for value in inputs.values()]

        def call():
            with torch.no_grad():
                return module(*arguments)

        return call

    @staticmethod
    def values(outputs):
        outputs = outputs if isinstance(outputs, (tuple, list)) else [outputs]
        return [output.numpy() for output in outputs]


class TorchEager(Torch):
    name, title, options = "eager", "PyTorch eager", "exported program, no_grad, set_num_threads"

    @staticmethod
    def module_of(module):
        return module


class TorchInductor(Torch):
    name, title, options = "inductor", "PyTorch Inductor", "torch.compile, freezing, no_grad, set_num_threads"

    @staticmethod
    def module_of(module):
        import torch
        import torch._inductor.config

        torch._inductor.config.freezing = True
        return torch.compile(module)


CONTESTANTS = {c.name: c for c in (Tenon(), OnnxRuntime(), OpenVino(), TorchEager(), TorchInductor())}
PEERS = [name for name in CONTESTANTS if name != "tenon"]
