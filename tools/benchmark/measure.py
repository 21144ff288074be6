"""Runs the contestants in turns: all of them have the model loaded, one at a time measures for a slice."""

import os
import pathlib
import shutil
import statistics
import subprocess
import time

from . import kernels
from .contestants import CONTESTANTS, Tenon
from .messages import UserError, threads_text
from .processes import Failure, Worker


class Settings:
    """What the command line decides."""

    def __init__(self, options, folder, progress):
        self.tenonc, self.python, self.gemm = options.tenonc, options.python, options.bench_gemm
        self.rounds, self.seconds, self.timeout = options.rounds, options.seconds, options.timeout
        self.folder, self.progress = pathlib.Path(folder), progress

    def worker(self, threads):
        return Worker(self.python, threads, self.folder, self.timeout)


def cores_for(threads):
    """The last of the cores that this process may use: systems keep interrupts on the first."""
    return sorted(os.sched_getaffinity(0))[-threads:]


def installed(settings):
    """What `probe` says of the Python that the contestants run in."""
    try:
        with settings.worker(1) as worker:
            found = worker.ask("probe")
    except (OSError, Failure) as error:
        raise UserError(f"the Python of --python cannot be used: {settings.python}: {error}") from None
    if "numpy" not in found["packages"]:
        raise UserError(f"{settings.python} has no numpy; install it there or name another Python with --python")
    return found


def compile_model(model, settings):
    """Tenon's library of the model and how long it took; a Failure where tenonc fails."""
    folder = settings.folder / "compiled"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    library = folder / "model.so"
    command = [settings.tenonc, "compile", str(model), "-o", str(library), "--name", Tenon.prefix, "--quiet"]
    begin = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=settings.timeout)
    except subprocess.TimeoutExpired:
        raise Failure(f"compilation took longer than {settings.timeout:g} s") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"tenonc ended with exit status {done.returncode}"]
        raise Failure(lines[0].removeprefix("error: "))
    seconds = time.monotonic() - begin
    size = sum(file.stat().st_size for file in folder.iterdir() if file.suffix != ".h")  # large weights lie beside
    return {"path": str(library), "compile_s": seconds, "artefact_bytes": size}


def artefacts(model, names, packages, settings):
    """For each contestant what it loads, or the Failure. A peer's artefact counts with the package that runs it."""
    found = {}
    for name in names:
        contestant = CONTESTANTS[name]
        if name == "tenon":
            settings.progress.say(f"{model.stem}: compile")
            try:
                found[name] = compile_model(model, settings)
            except Failure as failure:
                found[name] = failure
            continue
        source = pathlib.Path(contestant.source(model))
        if source.exists():
            size = source.stat().st_size + packages[contestant.package]["bytes"]
            found[name] = {"path": str(source), "artefact_bytes": size}
        else:
            found[name] = Failure(f"there is no {source.name} beside the model")
    return found


def measure_model(model, threads, prepared, settings):
    """A row for each contestant, and the peak's GFLOP/s for each round."""
    cores, say = cores_for(threads), settings.progress.say
    title = f"{model.stem}, {threads_text(threads)}"
    rows, workers, peaks = {}, {}, []
    for name, artefact in prepared.items():
        rows[name] = row = {"model": model.stem, "contestant": name, "threads": threads, "rounds": []}
        if isinstance(artefact, Failure):
            row["failed"] = str(artefact)
        else:
            row.update({key: value for key, value in artefact.items() if key != "path"})

    def attempt(name, do, **values):
        try:
            return workers[name].ask(do, **values)
        except Failure as failure:
            rows[name]["failed"] = str(failure)
            workers.pop(name).close()
            say(f"{title}: {name} failed: {failure}")
            return None

    try:
        for name in [name for name in rows if "failed" not in rows[name]]:
            say(f"{title}: load {name}")
            workers[name] = settings.worker(threads)
            data, path = str(model.with_suffix(".npz")), prepared[name]["path"]
            attempt(name, "load", contestant=name, path=path, data=data, threads=threads, cores=cores)
        for number in range(settings.rounds):
            if not workers:
                break
            say(f"{title}: round {number + 1} of {settings.rounds}")
            if settings.gemm:
                peaks.append(kernels.peak(settings.gemm, cores[-1], settings.timeout))
            order = list(workers)
            first = number % max(1, len(order))
            for name in order[first:] + order[:first]:
                answer = attempt(name, "slice", seconds=settings.seconds)
                if answer:
                    rows[name]["rounds"].append(answer)
        for name in list(workers):
            rows[name].update(attempt(name, "finish") or {})
            if "failed" not in rows[name]:
                rows[name]["median_ms"] = statistics.median(r["median_ms"] for r in rows[name]["rounds"])
    finally:
        for worker in workers.values():
            worker.close()
    return list(rows.values()), peaks


def measure_kernels(shapes, settings):
    """For each shape Tenon's part of the core's peak, a value for each round."""
    found = {shape: [] for shape in shapes}
    for number in range(settings.rounds if shapes else 0):
        settings.progress.say(f"matrix products: round {number + 1} of {settings.rounds}")
        parts = kernels.parts_of_peak(settings.gemm, shapes, cores_for(1)[0], settings.timeout)
        for shape, part in parts.items():
            if shape in found:
                found[shape].append(part)
    return {shape: values for shape, values in found.items() if values}
