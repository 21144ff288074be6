"""The reference kernel: the peak of the core's FMA units as bench-gemm probes it, and Tenon's products beside it."""

import os
import re
import subprocess

ROW = re.compile(r"^(\d+x\d+x\d+)\s+([\d.]+)\s+([\d.]+)", re.MULTILINE)
SHAPES = ["128x768x768", "64x512x784", "1x512x784"]


def run(program, arguments, core, timeout):
    """What bench-gemm prints on that core; an empty text where it fails."""

    def pin():
        os.sched_setaffinity(0, [core])

    try:
        done = subprocess.run(
            [program, *arguments], capture_output=True, text=True, timeout=timeout, preexec_fn=pin, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


def peak(program, core, timeout):
    """GFLOP/s; None where they are not known."""
    text = run(program, ["--peak"], core, timeout).strip()
    return float(text) if re.fullmatch(r"[\d.]+", text) and float(text) > 0 else None


def parts_of_peak(program, shapes, core, timeout):
    """{shape: Tenon's part of the peak}."""
    found = ROW.findall(run(program, shapes, core, timeout))
    return {shape: float(tenon) / float(peak) for shape, peak, tenon in found if float(peak) > 0}
