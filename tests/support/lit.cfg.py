# How lit runs this project's tests. CMake writes lit.site.cfg.py, which names
# the build and loads this file.
#
# Substitutions: tools by name (tenon-opt, tenonc, FileCheck, not), %S and %t as
# usual, %examples for the examples' sources, %build for the build folder, %python.

import glob
import os
import shutil

import lit.formats

config.name = "tenon"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["CMakeLists.txt", "README.md", "Inputs", "support"]
config.test_source_root = os.path.join(config.tenon_source, "tests")
config.test_exec_root = os.path.join(config.tenon_build, "tests", "lit")

# A variable captured in one function must not match in the next one.
config.environment["FILECHECK_OPTS"] = "-enable-var-scope --dump-input-filter=error"
config.environment["NO_COLOR"] = "1"
# What an earlier run compiled must not hide a defect; tests of the cache have folders of their own.
config.environment["TENON_CACHE"] = "off"
path = [os.path.join(config.tenon_build, "bin"), config.llvm_tools, os.environ["PATH"]]
config.environment["PATH"] = os.pathsep.join(path)
for name in ("HOME", "CXX", "CCACHE_DIR"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

config.substitutions.append((r"\bFileCheck\b", config.filecheck))
config.substitutions.append(("%examples", os.path.join(config.tenon_source, "examples")))
config.substitutions.append(("%build", config.tenon_build))

# The project's own Python has numpy, for tests that read or write .npy files, and onnx.
python = os.path.join(config.tenon_source, ".venv", "bin", "python3")
if os.path.exists(python):
    config.available_features.add("numpy")
    if glob.glob(os.path.join(config.tenon_source, ".venv", "lib", "python3*", "site-packages", "onnx")):
        config.available_features.add("onnx")
config.substitutions.append(("%python", python if os.path.exists(python) else "python3"))

if os.path.exists(os.path.join(config.tenon_build, "examples", "minilm")):
    config.available_features.add("minilm")

if os.path.exists(os.path.join(config.tenon_build, "bin", "bench-gemm")):
    config.available_features.add("bench-gemm")

# Tests that need a lesser CPU say `REQUIRES: qemu`.
if shutil.which("qemu-x86_64"):
    config.available_features.add("qemu")
if shutil.which("valgrind"):
    config.available_features.add("valgrind")
if config.sanitize:
    config.available_features.add("sanitize")
