"""Draws docs/demo.svg: the report of the demo as a terminal shows it. `make picture`."""

import io
import re
from pathlib import Path

from rich.console import Console

from generator import boards, pipeline
from generator.pipeline import Folders
from generator.reports import text
from generator.source import source

COLUMNS = 110


def main() -> None:
    """Builds and simulates the demo, and writes the picture."""
    board, folders = boards.load("stm32f103c8"), Folders.of(Path("build", "picture"))
    pipeline.new(source("kws"), board, folders)
    measurement = pipeline.run(pipeline.build(folders, board), board)
    console = Console(record=True, width=COLUMNS, force_terminal=True, file=io.StringIO())
    console.print("$ ./demo", highlight=False)
    console.print(text.render(measurement))
    svg = console.export_svg(title="generator run kws --board stm32f103c8")
    # The viewer's own monospaced font: a picture that fetches nothing.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "monospace")
    Path("docs/demo.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
