"""Runs the commands of the READMEs: run_commands.py SOURCE BUILD FOLDER [--without WORD]...

A command is a line `    $ command` of an indented block. Each README's commands run in order in an empty folder of
FOLDER that looks like the top of a clone, where they may write what they like. Lines that follow a command are what
it prints: numbers may differ by two units of the last digit shown, and a line `...` stands for any lines. A command
with one of the words is left out. Prints what fails, and exits 1.
"""

import pathlib
import re
import shutil
import subprocess
import sys

number = re.compile(r"-?\d+\.\d+$")


def commands_of(text):
    """[(command, [line, ...])] in order."""
    found, current = [], None
    for line in text.splitlines():
        if line.startswith("    $ "):
            current = []
            found.append((line[6:], current))
        elif current is not None and line.startswith("    "):
            current.append(line[4:].rstrip())
        else:
            current = None
    return found


def words_agree(shown, printed):
    if shown == printed:
        return True
    if not (number.match(shown) and number.match(printed)):
        return False
    digits = len(shown.split(".")[1])
    return abs(float(shown) - float(printed)) <= 2.001 * 10**-digits


def lines_agree(shown, printed):
    a, b = shown.split(), printed.split()
    return len(a) == len(b) and all(map(words_agree, a, b))


def agrees(shown, printed):
    """Whether the lines shown, with `...` for any number of them, are those printed."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(agrees(shown[1:], printed[i:]) for i in range(len(printed) + 1))
    return bool(printed) and lines_agree(shown[0], printed[0]) and agrees(shown[1:], printed[1:])


def make_clone(source, build, folder):
    """Entries of the clone as links, so that what commands write stays in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for entry in source.iterdir():
        if not entry.name.startswith("build") and entry.name != ".git":
            (folder / entry.name).symlink_to(entry)
    (folder / "build").symlink_to(build)


def run(command, shown, folder):
    """What is wrong with it, or nothing."""
    try:
        result = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=folder, capture_output=True,
                                text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "does not end"
    if result.returncode != 0:
        return f"ends with {result.returncode}:\n{result.stdout}{result.stderr}"
    if shown and not agrees(shown, result.stdout.rstrip().splitlines()):
        return f"prints something else than is shown:\n{result.stdout}"
    return None


def main():
    source, build, scratch = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    left_out = [word for option, word in zip(sys.argv[4::2], sys.argv[5::2]) if option == "--without"]
    failures = count = 0
    readmes = [path for path in sorted(source.rglob("README.md"))
               if not re.match(r"build|\.venv", str(path.relative_to(source)))]
    for readme in readmes:
        name = readme.relative_to(source)
        commands = [entry for entry in commands_of(readme.read_text()) if not any(word in entry[0] for word in left_out)]
        if not commands:
            continue
        folder = scratch / str(name.parent).replace("/", "-")
        make_clone(source, build, folder)
        for command, shown in commands:
            count += 1
            if problem := run(command, shown, folder):
                failures += 1
                print(f"{name}: `{command}` {problem}")
                break  # what follows may need what this one makes
    print(f"{count} commands, {failures} failures")
    sys.exit(1 if failures or not count else 0)


if __name__ == "__main__":
    main()
