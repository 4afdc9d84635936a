"""The GDB server, by GDB."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards.facts import Board
from generator.simulator.machine import Machine
from tests.simulator.gdb_client import PROGRAM, Served
from tests.simulator.simulated_board import F103, L4R5, build


@pytest.mark.parametrize("board", [F103, L4R5], ids=lambda board: board.name)
def test_gdb_itself(tmp_path: Path, board: Board) -> None:
    gdb = shutil.which("gdb-multiarch") or shutil.which("arm-none-eabi-gdb")
    if gdb is None:
        pytest.skip("needs gdb-multiarch")
    elf = build(tmp_path, board, PROGRAM, flags=["-g"])
    served = Served(Machine(board, elf))
    script = [
        "set confirm off", "set pagination off", "set width 0",
        f"target extended-remote localhost:{served.port}",
        "break add", "continue", "continue", "print a", "backtrace", "finish", "info registers",
        "set var sums[3] = 77", "print sums[3]", "monitor reset", "delete", "break main",
        "continue", "stepi",
        "set can-use-hw-watchpoints 0", "watch rounds", "continue", "delete",
        "set can-use-hw-watchpoints 1", "watch sums[2]", "continue", "continue", "delete",
        "rwatch rounds", "continue", "next", "delete", "awatch rounds", "continue", "detach",
    ]  # fmt: skip
    words = [word for line in script for word in ("-ex", line)]
    done = subprocess.run(
        [gdb, "-nx", "-batch", *words, str(elf)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    served.stop()
    text = done.stdout + done.stderr
    assert "Breakpoint 1, add (a=1, b=" in text, text
    assert "$1 = 1\n" in text
    assert "#1 " in text and "main ()" in text
    assert "Value returned is $2 = 41" in text
    assert "xpsr" in text and "primask" in text
    assert ("fpscr" in text) == (board.part.fpu is not None)
    assert "$3 = 77" in text
    assert "Old value = 0" in text and "New value = 1" in text
    assert "Hardware watchpoint 4: sums[2]\n" in text
    assert "Old value = 0\nNew value = 42\n" in text
    assert "Old value = 42\nNew value = 46\n" in text
    assert "Hardware read watchpoint 5: rounds" in text
    assert "Hardware access (read/write) watchpoint 6: rounds" in text
    assert text.count("Value = ") >= 2
    assert "Error" not in text
    assert "warning" not in text
