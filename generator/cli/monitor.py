"""`generator monitor --board BOARD`: shows what the board says on its serial port."""

import sys
from pathlib import Path

import click

from generator.boards.facts import Board
from generator.cli._board import board_options
from generator.cli._screen import out
from generator.errors import ToolError
from generator.runners import serial


@click.command("monitor")
@board_options
@click.option("--port", help="The serial port; needed only where there are several on USB.")
@click.option("--baud", type=int, help="Instead of the baud rate of the board's firmware.")
@click.option("--seconds", type=float, help="Stop after this time.  [default: on Ctrl-C]")
@click.option("--elf", type=click.Path(path_type=Path), hidden=True)
def command(
    board: Board,
    port: str | None,
    baud: int | None,
    seconds: float | None,
    elf: Path | None,
) -> None:
    """Print what a board sends over serial.

    Reset the board once this runs, so that its first lines are seen.
    """
    del elf
    chosen = port or _only_port(board)
    left = seconds
    with serial.connect(chosen, baud or board.console.baud) as line:
        out.print(f"Listening on {chosen} at {baud or board.console.baud} baud; Ctrl-C ends.")
        while left is None or left > 0:
            received = line.read(0.25)
            sys.stdout.write(received.decode("ascii", "replace"))
            sys.stdout.flush()
            left = None if left is None else left - 0.25


def _only_port(board: Board) -> str:
    found = serial.usb_ports()
    if len(found) == 1:
        return found[0]
    hint = f"Choose one with --port: {', '.join(found)}" if found else _cable(board)
    count = "are several serial ports" if found else "is no serial port"
    raise ToolError(f"There {count} on USB.", hint=hint)


def _cable(board: Board) -> str:
    if board.console.via == "stlink":
        return f"Connect the USB cable of {board.title}'s ST-LINK."
    return (
        f"Connect a USB serial adapter: its RX to {board.console.tx}, its TX to "
        f"{board.console.rx}, and ground."
    )
