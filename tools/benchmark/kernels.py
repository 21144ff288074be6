"""The reference kernel: the peak of the core's FMA units as bench-gemm probes it, and Tenon's products beside it."""

import os
import re
import subprocess

ROW = re.compile(r"^(\d+x\d+x\d+)\s+([\d.]+)\s+([\d.]+)", re.MULTILINE)
SHAPES = ["128x768x768", "64x512x784", "1x512x784"]


def measure(program, shapes, core, timeout):
    """{shape: (peak, Tenon)} in GFLOP/s on that core; empty where the program fails."""

    def pin():
        os.sched_setaffinity(0, [core])

    command = [str(program), *shapes]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, preexec_fn=pin)
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found = {shape: (float(peak), float(tenon)) for shape, peak, tenon in ROW.findall(done.stdout)}
    return {shape: rates for shape, rates in found.items() if rates[0] > 0}
