"""What the benchmark says: errors, progress, and names that nobody vouches for."""

import sys
import time


class UserError(Exception):
    """Something that whoever runs the benchmark can put right; the text says how."""


def printable(text):
    """The text with everything escaped that terminals, XML or Markdown could take for more than text."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text))


def threads_text(count):
    return f"{count} thread" + ("" if count == 1 else "s")


class Progress:
    """Lines on stderr with the time since the start."""

    def __init__(self, quiet=False):
        self.quiet, self.begin = quiet, time.monotonic()

    def say(self, text):
        if not self.quiet:
            print(f"[{time.monotonic() - self.begin:6.1f} s] {printable(text)}", file=sys.stderr, flush=True)
