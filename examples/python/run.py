"""Runs a compiled library on an array, without a copy: run.py NAME.so IN.npy OUT.npy"""

import ctypes
import pathlib
import sys

import numpy


class Tensor(ctypes.Structure):  # DLPack's DLTensor
    _fields_ = [("data", ctypes.c_void_p), ("device", ctypes.c_int32 * 2), ("ndim", ctypes.c_int32),
                ("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16),
                ("shape", ctypes.POINTER(ctypes.c_int64)), ("strides", ctypes.c_void_p), ("offset", ctypes.c_uint64)]


def tensor_of(array):  # of the array's own memory, which must be dense
    code = {"i": 0, "u": 1, "f": 2, "b": 6}[array.dtype.kind]
    return Tensor(array.ctypes.data, (1, 0), array.ndim, code, 8 * array.itemsize, 1, array.ctypes.shape_as(ctypes.c_int64))


path = pathlib.Path(sys.argv[1]).resolve()
library, name = ctypes.CDLL(str(path)), path.stem
last_error = getattr(library, f"{name}_last_error")
last_error.restype = ctypes.c_char_p
context = ctypes.c_void_p()


def call(function, *arguments):
    if getattr(library, f"{name}_{function}")(*arguments):
        sys.exit("error: " + last_error(context).decode())


call("create", None, ctypes.byref(context))
inputs = numpy.ascontiguousarray(numpy.load(sys.argv[2]))
output = Tensor()  # without data: the result lies in the context's memory
call("run", context, ctypes.byref(tensor_of(inputs)), 1, ctypes.byref(output), 1)
floats = ctypes.cast(output.data, ctypes.POINTER(ctypes.c_float))
numpy.save(sys.argv[3], numpy.ctypeslib.as_array(floats, output.shape[: output.ndim]))
getattr(library, f"{name}_destroy")(context)
