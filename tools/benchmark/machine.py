"""What a measurement was made on and of: the machine, versions, the commit."""

import os
import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Of the CPU's flags, those that decide how fast a model can be.
FEATURES = (
    "sse4_2 avx avx2 fma f16c avx_vnni avx512f avx512dq avx512cd avx512bw avx512vl avx512_vnni avx512_bf16 "
    "avx512_fp16 amx_tile amx_int8 amx_bf16"
).split()


def output_of(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def machine():
    fields = {}
    for line in open("/proc/cpuinfo"):
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), value.strip())
    memory = next(int(line.split()[1]) * 1024 for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    flags = set(fields.get("flags", "").split())
    return {
        "architecture": platform.machine(),
        "features": [name for name in FEATURES if name in flags],
        "cores": os.cpu_count(),
        "cores_allowed": len(os.sched_getaffinity(0)),
        "memory_bytes": memory,
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 2),
        "variables": {name: value for name, value in sorted(os.environ.items()) if name.startswith("TENON_")},
    }


def words(machine):
    """The CPU by what it can do: names of products say less, and less reliably on virtual machines."""
    widest = (("amx_tile", "AMX"), ("avx512f", "AVX-512"), ("avx2", "AVX2"), ("sse4_2", "SSE4.2"))
    best = next((f" with {name}" for feature, name in widest if feature in machine["features"]), "")
    return f"{machine['architecture']}{best}, {machine['cores_allowed']} of {machine['cores']} cores"


def busy():
    """A warning where other work takes the cores."""
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    return f"the machine is busy (load {load:.1f}, {cores} cores): figures will scatter" if load > 0.4 * cores else ""


def tenon_version(tenonc):
    """`tenonc --version` in one line; empty where it cannot be run."""
    lines = output_of([str(tenonc), "--version"]).splitlines()
    return ", ".join(line.removeprefix("tenonc ") for line in lines if line)


def commit():
    """The commit of this folder's repository; with a plus where files were changed."""
    git = ["git", "-C", str(ROOT)]
    name = output_of([*git, "rev-parse", "--short=12", "HEAD"])
    changed = output_of([*git, "status", "--porcelain", "--untracked-files=no"])
    return name + ("+" if changed else "") if name else "unknown"
