"""bench_results.py DIR BASELINE BETTER: looks at what tools/bench wrote, and writes a baseline that is better.

Prints what a reader or a program would look for: keys, what the picture says, whether the figures can be.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree

folder = pathlib.Path(sys.argv[1])
results = json.loads((folder / "results.json").read_text())
print("keys:", *sorted(results))
for row in results["rows"]:
    print("row:", row["contestant"], *sorted(row))
    if "failed" in row:
        continue
    print(
        "positive:",
        all(row[key] > 0 for key in ("min_ms", "median_ms", "p99_ms", "first_ms", "artefact_bytes", "calls")),
    )
    print("ordered:", row["min_ms"] <= row["median_ms"] <= row["p99_ms"])
    print("rounds:", len(row["rounds"]), "error is small:", row["error"] < 1e-6)
picture = xml.etree.ElementTree.parse(folder / "results.svg").getroot()
words = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
print("picture names the model:", "a|b <i>&_c" in words, "and Tenon:", "Tenon" in words)

baseline = json.loads(pathlib.Path(sys.argv[2]).read_text())
for threads in baseline["models"]["a|b <i>&_c"].values():
    threads["against"]["ort"] *= 1000
pathlib.Path(sys.argv[3]).write_text(json.dumps(baseline))
