"""From an address of the firmware to a line of its source."""

from pathlib import Path

from generator.errors import ToolError
from generator.toolchain.programs import find, output_of


def locate(elf: Path, address: int) -> str | None:
    """The function and line at an address: "kws_run at model/kws.c:40"; None where unknown."""
    try:
        program = find("arm-none-eabi-addr2line")
    except ToolError:
        return None
    code, output = output_of([program, "-f", "-s", "-e", elf, hex(address & ~1)])
    lines = output.splitlines()
    if code != 0 or len(lines) < 2 or lines[1].startswith("?"):
        return None
    return f"{lines[0]} at {lines[1].split(' (')[0]}"
