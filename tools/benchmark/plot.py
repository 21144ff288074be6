"""The report's picture: for each model, how fast each contestant is beside the best peer."""

from xml.sax.saxutils import escape, quoteattr

from .contestants import CONTESTANTS
from .machine import words
from .messages import printable, threads_text
from .summary import failure
from .tables import number

COLORS = {"tenon": "#c8385a", "ort": "#2f7ebc", "openvino": "#4d9f6f", "eager": "#d99a2b", "inductor": "#7d6bb5"}
WIDTH, LEFT, RIGHT, BAR, GAP = 880, 170, 130, 12, 12
INK, FAINT, PAPER = "#24292f", "#8c959f", "#ffffff"


def text(x, y, value, size=12, anchor="start", color=INK, weight="normal"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{color}" '
        f'font-weight="{weight}" paint-order="stroke" stroke="{PAPER}" stroke-width="3">'
        f"{escape(printable(value))}</text>"
    )


def shortened(name, limit=20):
    name = printable(name)
    return name if len(name) <= limit else name[: limit - 1] + "…"


class Group:
    """The bars of one model: speeds where the best peer has 1, or without peers Tenon."""

    def __init__(self, results, entry):
        tolerance = results["settings"]["tolerance"]
        key = (entry["model"], entry["threads"])
        self.model, self.threads, self.bars = *key, []
        rows = [row for row in results["rows"] if (row["model"], row["threads"]) == key]
        right = {row["contestant"]: row["median_ms"] for row in rows if not failure(row, tolerance)}
        peers = [time for name, time in right.items() if name != "tenon"]
        unit = min(peers, default=right.get("tenon"))
        for row in rows:
            name = row["contestant"]
            speed = unit / right[name] if name in right else None
            if name == "tenon" and speed:
                speed = entry.get("ratio", speed)
            note = f"{number(right[name])} ms" if name in right else ""
            self.bars.append((name, speed, note))

    def height(self):
        return len(self.bars) * BAR + GAP


def step_of(largest):
    """The distance of ticks of which at most eight fit."""
    return next(step for step in (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000, 1e4, 1e6, 1e9) if largest / step <= 8)


def axis(top, bottom, largest, scale):
    parts, step = [], step_of(largest)
    for i in range(int(largest / step) + 1):
        x = LEFT + i * step * scale
        is_unit = abs(i * step - 1) < 1e-9
        color, width = (INK, 1.2) if is_unit else ("#d8dee4", 1)
        parts.append(
            f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" stroke="{color}" stroke-width="{width}"/>'
        )
        parts.append(text(x, bottom + 14, f"{i * step:g}", 11, "middle", FAINT))
    return parts


def group_parts(group, y, scale):
    middle = y + (len(group.bars) * BAR) / 2 + 4
    parts = [text(LEFT - 10, middle, shortened(group.model), 12, "end")]
    for i, (name, speed, note) in enumerate(group.bars):
        top, title = y + i * BAR, CONTESTANTS[name].title
        label = f"{speed:.2f}  ({note})" if speed else f"{title}: failed"
        width = speed * scale if speed else 0
        parts.append(
            f'<rect x="{LEFT}" y="{top + 1}" width="{width:.1f}" height="{BAR - 2}" fill="{COLORS[name]}">'
            f"<title>{escape(printable(f'{group.model}: {title} {label}'))}</title></rect>"
        )
        weight = "bold" if name == "tenon" else "normal"
        parts.append(text(LEFT + width + 5, top + BAR - 2.5, label, 10, weight=weight))
    return parts


def svg(results):
    groups = [Group(results, entry) for entry in results["ratios"]]
    largest = max([1.1, *(speed for group in groups for _, speed, _ in group.bars if speed)])
    scale, parts, y = (WIDTH - LEFT - RIGHT) / largest, [], 56
    names = [name for name in CONTESTANTS if any(bar[0] == name for group in groups for bar in group.bars)]
    has_peer = any(name != "tenon" for name in names)
    title = "Speed of a call, the best peer's is 1: longer is faster" if has_peer else "Speed of a call, without peers"
    parts.append(text(20, 28, title, 16, weight="bold"))
    for i, name in enumerate(names):
        x = 20 + i * 150
        parts.append(f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{COLORS[name]}"/>')
        parts.append(text(x + 18, y, CONTESTANTS[name].title))
    y += 14
    for threads in results["settings"]["threads"]:
        panel = [group for group in groups if group.threads == threads]
        if not panel:
            continue
        y += 20
        parts.append(text(20, y, threads_text(threads), 13, weight="bold"))
        y += 10
        bottom = y + sum(group.height() for group in panel)
        parts += axis(y, bottom, largest, scale)
        y += GAP / 2
        for group in panel:
            parts += group_parts(group, y, scale)
            y += group.height()
        y = bottom + 22
    machine = results["machine"]
    versions = [f"{name} {version}" for name, version in results["versions"].items() if name != "tenon"]
    parts.append(
        text(20, y + 14, f"{words(machine)}, commit {results['commit']}, {', '.join(versions)}", 11, color=FAINT)
    )
    height = y + 30
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} '
            f'{height:.0f}" role="img" aria-label={quoteattr(title)} font-family="Helvetica, Arial, sans-serif">',
            # Its own paper makes it legible on dark pages too.
            f'<rect width="{WIDTH}" height="{height:.0f}" rx="8" fill="{PAPER}" stroke="#d8dee4"/>',
            *parts,
            "</svg>",
            "",
        ]
    )
