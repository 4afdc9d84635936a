"""`python -m benchmarks.tasks`: writes the table of docs/tasks.md, every task's size and time.

Builds and simulates each task that has a model on a Blue Pill, by `generator bench`. Tasks trained
on the user's computer are in it where they are.
"""

import subprocess
import sys
from pathlib import Path

from generator import known_tasks
from generator.bench.cells import Cell
from generator.bench.records import Record, read
from generator.tasks import NotTrained, Task

ROOT = Path(__file__).resolve().parents[1]
BOARD = "stm32f103c8"
RESULTS = ROOT / "build" / "tasks.jsonl"

PAGE = ROOT / "docs" / "tasks.md"
_BEGIN, _END = "<!-- table -->\n", "<!-- end of table -->"
_HEAD = """\
| task | what it does | licence | score | on inputs | model bytes | flash | RAM | ms |
|---|---|---|---|---|---|---|---|---|
"""


def main() -> int:
    """Measures and writes the page."""
    known = known_tasks.every()
    trained = [task for task in known if isinstance(task, Task)]
    RESULTS.parent.mkdir(exist_ok=True)
    words = ["--boards", BOARD, "-o", str(RESULTS), "--force"]
    command = [sys.executable, "-m", "generator", "bench", *[task.name for task in trained], *words]
    subprocess.run(command, check=False, cwd=ROOT)
    records = read(RESULTS)
    rows = [_row(task, records.get(Cell(task.name, BOARD, "default"))) for task in known]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    table = _HEAD + "".join(f"{row}\n" for row in rows)
    PAGE.write_text(before + _BEGIN + table + _END + after, encoding="utf-8")
    return 0


def _row(task: Task | NotTrained, record: Record | None) -> str:
    licence = task.licence.partition(" (assets/")[0]
    if isinstance(task, NotTrained):
        return f"| `{task.name}` | {task.title} | {licence} | trained by you | | | | | |"
    score = f"{task.score.name} {task.score.text}"
    size = f"{task.model.stat().st_size:,}"
    cells = (f"`{task.name}`", task.title, licence, score, f"{task.score.inputs:,}", size)
    return f"| {' | '.join([*cells, *_figures(record)])} |"


def _figures(record: Record | None) -> tuple[str, str, str]:
    """Flash, RAM and milliseconds."""
    if record is None or record.milliseconds is None:
        return "too large", "", ""
    flash, ram = record.figure("flash", "used_bytes"), record.figure("ram", "used_bytes")
    return f"{flash:,}", f"{ram:,}", f"{record.milliseconds:,.2f}"


if __name__ == "__main__":
    sys.exit(main())
