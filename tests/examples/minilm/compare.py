"""compare.py TABLE EXPECTED: the table's numbers differ by at most 0.002."""

import sys

table = open(sys.argv[1]).read().splitlines()[1:]
expected = [line.split() for line in open(sys.argv[2])]
assert len(table) == len(expected), f"{len(table)} rows, expected {len(expected)}"
for number, (row, values) in enumerate(zip(table, expected), 1):
    for column, (found, value) in enumerate(zip(row.split()[1:], values), 1):
        assert abs(float(found) - float(value)) <= 0.002, f"row {number}, column {column}: {found}, expected {value}"
