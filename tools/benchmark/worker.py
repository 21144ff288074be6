"""A process that loads one contestant and measures it when asked to.

Started by processes.py. Commands are lines of JSON on stdin: `load`, `slice`, `finish`; `probe` says which packages
there are. Answers are lines of JSON on what was stdout; whatever packages print goes to stderr.
"""

import ctypes
import gc
import json
import os
import pathlib
import re
import sys
import time
from array import array

HERE = pathlib.Path(__file__).resolve().parent


def memory(field):
    """VmRSS or VmHWM of this process in bytes."""
    for line in open("/proc/self/status"):
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    return 0


def forget_peak():
    """Lets VmHWM begin again, where the kernel can."""
    try:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def quantiles(nanoseconds):
    """Minimum, median and 99th percentile in ms."""
    ordered = sorted(nanoseconds)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    last = ordered[min(len(ordered) - 1, (99 * len(ordered)) // 100)]
    return {"min_ms": ordered[0] / 1e6, "median_ms": median / 1e6, "p99_ms": last / 1e6, "calls": len(ordered)}


def relative_error(got, wanted):
    """The largest difference, relative to the largest magnitude of its output; and what else is wrong."""
    import numpy as np

    if len(got) != len(wanted):
        return None, f"{len(got)} outputs, expected {len(wanted)}"
    worst = 0.0
    for k, (value, expected) in enumerate(zip(got, wanted)):
        value = np.asarray(value)
        if value.shape != expected.shape:
            return None, f"output {k} has the shape {list(value.shape)}, expected {list(expected.shape)}"
        kind = np.complex128 if expected.dtype.kind == "c" else np.float64
        value, expected = value.astype(kind), expected.astype(kind)
        same = (value == expected) | (np.isnan(value) & np.isnan(expected))
        difference = np.abs(np.where(same, 0, value - expected))
        scale = np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected)) or 1.0
        largest = float(np.max(difference, initial=0.0) / scale)
        if not np.isfinite(largest):
            return None, f"output {k} is not finite where it should be"
        worst = max(worst, largest)
    return worst, ""


def sentence(error):
    """The first line of an error that says something."""
    lines = [line.strip() for line in str(error).splitlines()]
    said = [line for line in lines if line and not re.match(r"Exception from .*:\d+:$", line)]
    return f"{type(error).__name__}: {said[0]}" if said else type(error).__name__


def probe():
    """Versions and sizes of the contestants' packages in this Python."""
    import importlib.metadata
    import importlib.util

    from benchmark.contestants import CONTESTANTS

    found = {}
    for module, package in {(c.module, c.package) for c in CONTESTANTS.values() if c.module} | {("numpy", "numpy")}:
        spec = importlib.util.find_spec(module)
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        if not spec:
            continue
        files = (f for place in spec.submodule_search_locations or () for f in pathlib.Path(place).rglob("*"))
        size = sum(f.stat().st_size for f in files if f.is_file() and "__pycache__" not in f.parts)
        found[package] = {"version": version, "bytes": size}
    return {"python": sys.version.split()[0], "packages": found}


class Measurement:
    """One contestant with one model."""

    def __init__(self, command):
        import numpy as np

        from benchmark.contestants import CONTESTANTS

        self.contestant, self.data = CONTESTANTS[command["contestant"]], command["data"]
        with np.load(self.data) as values:
            inputs = {name[3:]: np.ascontiguousarray(values[name]) for name in values.files if name.startswith("in_")}
        forget_peak()
        self.memory_before = memory("VmRSS")
        self.contestant.use()
        begin = time.perf_counter()
        self.call = self.contestant.load(command["path"], inputs, command["threads"])
        self.inputs = inputs  # bound in place: they live as long
        self.load_ms = (time.perf_counter() - begin) * 1e3
        self.outputs = self.call()
        self.first_ms = (time.perf_counter() - begin) * 1e3
        self.samples = array("q")

    def slice(self, seconds):
        """Calls for that long, after a tenth of it to get warm."""
        samples, call, clock = array("q"), self.call, time.perf_counter_ns
        end = clock() + int(seconds * 1e8)
        call()
        while clock() < end:
            call()
        gc.collect()
        gc.disable()
        end = clock() + int(seconds * 1e9)
        after = 0
        while after < end or len(samples) < 3:
            before = clock()
            self.outputs = call()
            after = clock()
            samples.append(after - before)
        gc.enable()
        self.samples.extend(samples)
        return quantiles(samples)

    def finish(self):
        import numpy as np

        peak = memory("VmHWM")
        with np.load(self.data) as values:
            wanted = [values[f"out_{k}"] for k in range(sum(name.startswith("out_") for name in values.files))]
        error, wrong = relative_error(self.contestant.values(self.outputs), wanted)
        return {
            **quantiles(self.samples),
            "load_ms": self.load_ms,
            "first_ms": self.first_ms,
            "memory_bytes": max(0, peak - self.memory_before),
            "process_bytes": peak,
            "error": error,
            "wrong": wrong,
        }


def main():
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG: a process that is stopped must not outlive its parent
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    # This folder's names are no modules of their own.
    sys.path[0] = str(HERE.parent)
    measurement = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["do"] == "probe":
                answer = probe()
            elif command["do"] == "load":
                os.sched_setaffinity(0, command["cores"])
                measurement = Measurement(command)
                answer = {}
            elif command["do"] == "slice":
                answer = measurement.slice(command["seconds"])
            else:
                answer = measurement.finish()
        except Exception as error:
            answer = {"failed": sentence(error)}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
