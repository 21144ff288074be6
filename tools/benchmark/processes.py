"""The contestants' processes as their parent sees them."""

import json
import os
import pathlib
import select
import signal
import subprocess
import tempfile
import time

WORKER = pathlib.Path(__file__).resolve().parent / "worker.py"


class Failure(Exception):
    """A contestant failed; the others go on."""


class Worker:
    """A process of worker.py. While it waits it is stopped: threads of its package may otherwise go on spinning."""

    def __init__(self, python, threads, folder, timeout):
        cache = tempfile.mkdtemp(dir=folder)  # no contestant finds what an earlier one compiled
        variables = dict(os.environ, PYTHONWARNINGS="ignore", TORCHINDUCTOR_CACHE_DIR=cache)
        variables.update(
            {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
        )
        self.errors, self.timeout, self.rest, self.closed = tempfile.TemporaryFile(), timeout, b"", False
        self.process = subprocess.Popen(
            [python, str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=variables,
            start_new_session=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def ask(self, do, **values):
        """The answer to a command; a Failure where there is none."""
        try:
            self.process.send_signal(signal.SIGCONT)
            self.process.stdin.write(json.dumps({"do": do, **values}).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Failure(self.reason()) from None
        answer = json.loads(self.line())
        if "failed" in answer:
            self.close()
            raise Failure(answer["failed"])
        self.process.send_signal(signal.SIGSTOP)
        return answer

    def line(self):
        end = time.monotonic() + self.timeout
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                self.close()
                raise Failure(f"took longer than {self.timeout:g} s")
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                raise Failure(self.reason())
            self.rest += data
        line, self.rest = self.rest.split(b"\n", 1)
        return line

    def reason(self):
        """Why the process ended by itself."""
        status = self.process.wait()
        if status < 0:
            try:
                how = signal.Signals(-status).name
            except ValueError:
                how = f"signal {-status}"
            return f"ended by {how}"
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"ended with exit status {status}"

    def close(self):
        """Ends the process and what it started."""
        if self.closed:
            return
        self.closed = True
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            try:
                stream.close()
            except OSError:
                pass
