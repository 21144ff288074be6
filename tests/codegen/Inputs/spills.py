"""spills.py REGEX FILE.s...: innermost loops of products that keep a vector in memory instead of a register.

A loop counts where it has at least eight multiply-adds of vectors, in a function whose name fits REGEX: the
micro-kernels of products and convolutions.
Prints each such loop with a vector on the stack, then how many loops there were. Exit status 1 where one spills.
"""
import re
import sys

LABEL = re.compile(r"^(\.L\w+):")
JUMP = re.compile(r"^\s+j\w+\s+(\.L\w+)")
FUNCTION = re.compile(r'^"?([^"\s.][^"\s]*?)"?:')
MULTIPLY_ADD = re.compile(r"^\s+vfn?m(add|sub)\w*p[sd]\s")
VECTOR_ON_STACK = re.compile(r"^\s+v\w+\s.*\(%rsp\)")
VECTOR_IN_FRAME = re.compile(r"^\s+v\w+\s.*\(%r[sb]p\)")
FRAME = re.compile(r"^\s+movq\s+%rsp, %rbp")


def functions(lines):
    """(name, its lines) of each function."""
    name, start = None, 0
    for number, line in enumerate(lines):
        if line.startswith("\t.size") or line.startswith(" \t.size"):
            if name:
                yield name, lines[start:number]
            name = None
        elif not name and not line.startswith(".L") and FUNCTION.match(line):
            name, start = FUNCTION.match(line).group(1), number


def innermost_loops(lines):
    """The lines of each loop without another loop in it."""
    labels, loops = {}, []
    for number, line in enumerate(lines):
        if match := LABEL.match(line):
            labels[match.group(1)] = number
        elif (match := JUMP.match(line)) and match.group(1) in labels:
            loops.append((labels[match.group(1)], number))
    for first, last in loops:
        if not any((first, last) != other and first <= other[0] and other[1] <= last for other in loops):
            yield lines[first:last + 1]


count, spilled = 0, 0
for path in sys.argv[2:]:
    with open(path) as file:
        for name, lines in functions(file.read().split("\n")):
            if not re.search(sys.argv[1], name):
                continue
            # Without a frame, %rbp is a register like others.
            on_stack = VECTOR_IN_FRAME if any(map(FRAME.match, lines)) else VECTOR_ON_STACK
            for loop in innermost_loops(lines):
                if sum(bool(MULTIPLY_ADD.match(line)) for line in loop) < 8:
                    continue
                count += 1
                found = [line.strip() for line in loop if on_stack.match(line)]
                if found:
                    spilled += 1
                    print(f"{path}: {name}: {found[0]} and {len(found) - 1} more")
print(f"{count} loops, {spilled} with vectors on the stack")
sys.exit(spilled > 0)
