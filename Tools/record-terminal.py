#!/usr/bin/env python3
"""Runs commands in a terminal of its own and keeps what it shows as an SVG picture.

    Tools/record-terminal.py -o docs/images/demo.svg "sumi demo" "sumi predict digits.keras seven.png --show"

Each command is shown with a prompt, then run as it stands by a shell. The picture has what stands on the screen when
all of them have ended: progress bars as they were last drawn. Nothing but Python's own library is used.
"""

import argparse
import os
import pty
import re
import select
import sys
from xml.sax.saxutils import escape

COLUMNS = 120
CELL = (8.4, 18)  # width and height of a character, in units of the picture
BASIC = ["1d1f21", "cc6666", "9ec07c", "e0b35a", "81a2be", "b294bb", "8abeb7", "c5c8c6",
         "707880", "d54e53", "b9ca4a", "e7c547", "7aa6da", "c397d8", "70c0b1", "eaeaea"]
PAPER, INK = "1d1f21", "c5c8c6"


def run(command):
    """What the command writes to a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(COLUMNS=str(COLUMNS), LINES="50", TERM="xterm-256color", COLORTERM="truecolor")
        os.environ.pop("NO_COLOR", None)
        os.execvp("sh", ["sh", "-c", command])
    output = b""
    while select.select([terminal], [], [])[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        output += part
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status != 0:
        sys.exit(f"{command}: exit status {status}\n{output.decode()}")
    return output.decode()


def color(number):
    """One of the 256 colours."""
    if number < 16:
        return BASIC[number]
    if number >= 232:
        return "%02x%02x%02x" % ((8 + 10 * (number - 232),) * 3)
    number -= 16
    return "".join("%02x" % (0 if part == 0 else 55 + 40 * part) for part in (number // 36, number // 6 % 6, number % 6))


class Screen:
    """Lines of characters, each with its ink, paper, and whether it is bold."""

    def __init__(self):
        self.lines = [[]]
        self.column = 0
        self.plain()

    def plain(self):
        self.ink, self.paper, self.bold = INK, PAPER, False

    def write(self, text):
        for piece in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|.", text, re.DOTALL):
            if piece.startswith("\x1b[") and piece.endswith("m"):
                self.style([int(part or 0) for part in piece[2:-1].split(";")])
            elif piece.startswith("\x1b[") and piece.endswith("K"):
                del self.lines[-1][self.column:]
            elif piece == "\r":
                self.column = 0
            elif piece == "\b":
                self.column = max(0, self.column - 1)
            elif piece == "\n":
                self.lines.append([])
                self.column = 0
            elif piece >= " ":
                self.put(piece)

    def put(self, character):
        if self.column == COLUMNS:
            self.lines.append([])
            self.column = 0
        line = self.lines[-1]
        while len(line) <= self.column:
            line.append((" ", INK, PAPER, False))
        line[self.column] = (character, self.ink, self.paper, self.bold)
        self.column += 1

    def style(self, codes):
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.plain()
            elif code == 1:
                self.bold = True
            elif 30 <= code <= 37:
                self.ink = BASIC[code - 30]
            elif 90 <= code <= 97:
                self.ink = BASIC[code - 82]
            elif 40 <= code <= 47:
                self.paper = BASIC[code - 40]
            elif code in (38, 48):
                if codes.pop(0) == 2:
                    value = "%02x%02x%02x" % tuple(codes[:3])
                    del codes[:3]
                else:
                    value = color(codes.pop(0))
                if code == 38:
                    self.ink = value
                else:
                    self.paper = value
            elif code == 39:
                self.ink = INK
            elif code == 49:
                self.paper = PAPER


def boxes(character, ink, paper):
    """Characters that are drawn as boxes, which join without gaps: top, height (both in cells) and colour of each."""
    return {
        "▀": [(0, 0.5, ink), (0.5, 0.5, paper)], "▄": [(0, 0.5, paper), (0.5, 0.5, ink)], "█": [(0, 1, ink)],
        "━": [(0.44, 0.14, ink)], "─": [(0.48, 0.06, ink)],
    }.get(character, [(0, 1, paper)])


def svg(lines, title):
    width, height = CELL
    while lines and not lines[-1]:
        lines.pop()
    size = (COLUMNS * width + 32, len(lines) * height + 32)
    rects, texts = [], []
    for row, line in enumerate(lines):
        y = 16 + row * height
        runs = {}  # the last box of each kind in this row: its place in `rects`
        text = None
        for column, (character, ink, paper, bold) in enumerate(line + [(" ", None, PAPER, False)]):
            x = 16 + column * width
            for top, part, fill in boxes(character, ink, paper):
                if fill == PAPER:
                    continue
                last = runs.get((top, part, fill))
                if last is not None and abs(rects[last][0] + rects[last][2] - x) < 0.01:
                    rects[last][2] += width
                else:
                    runs[top, part, fill] = len(rects)
                    rects.append([x, y + top * height, width, part * height, fill])
            is_text = character not in "▀▄█━─ "
            if text and (ink, bold) == text[2:4] and (is_text or character == " "):
                text[1] += character
            elif is_text:
                text = [x, character, ink, bold, y]
                texts.append(text)
            else:
                text = None
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:g} {size[1]:g}" role="img">',
           f"<title>{escape(title)}</title>",
           f'<rect width="100%" height="100%" rx="8" fill="#{PAPER}"/>',
           '<g shape-rendering="crispEdges">']
    shapes = {}  # one path for each colour
    for x, y, w, h, fill in rects:
        shapes.setdefault(fill, []).append(f"M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h-{w:.1f}z".replace(".0", ""))
    out += [f'<path fill="#{fill}" d="{"".join(parts)}"/>' for fill, parts in shapes.items()]
    out += ["</g>", '<g font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve">']
    for x, text, ink, bold, y in texts:
        text = text.rstrip()
        weight = ' font-weight="bold"' if bold else ""
        out.append(f'<text x="{x:.1f}" y="{y + 13:.1f}" textLength="{len(text) * width:.1f}" fill="#{ink}"{weight}>{escape(text)}</text>')
    return "\n".join(out + ["</g>", "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--title", default="A terminal")
    parser.add_argument("commands", nargs="+")
    arguments = parser.parse_args()
    screen = Screen()
    for command in arguments.commands:
        if len(screen.lines) > 1:
            screen.write("\n" if not screen.lines[-1] else "\n\n")
        screen.write(f"\x1b[1m$ {command}\x1b[0m\n")
        screen.write(run(command))
    os.makedirs(os.path.dirname(arguments.output) or ".", exist_ok=True)
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(svg(screen.lines, arguments.title))


if __name__ == "__main__":
    main()
