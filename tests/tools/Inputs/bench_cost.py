"""bench_cost.py TENONC MODEL: the cost of one model, and which limits made-up figures exceed."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tools"))

from benchmark import cost  # noqa: E402


class Silent:
    def say(self, text):
        pass


print("\n".join(cost.table(cost.measure(sys.argv[1], [pathlib.Path(sys.argv[2])], Silent()))))
row = {"model": "exceeded", "seconds": 11.0, "peak_bytes": 600e6, "weights_bytes": 100e6, "code_bytes": 1e6, "unchanged_seconds": 0.2}
chains = [{"ops": 1000, "seconds": 1.0}, {"ops": 10000, "seconds": 30.0}]
for line in cost.exceeded({"models": [row], "chains": chains}):
    print("made up:", line.replace(": compiles", " compiles").replace(": takes", " takes").replace(": of", " of"))
