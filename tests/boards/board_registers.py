"""Every address, offset and bit in the rendered headers, against ST's SVD files.

The headers are not parsed but compiled: the host's C compiler says what each macro is worth.
"""

import functools
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import board_svd as svd
import pytest

from generator.boards.load import load, load_file
from generator.render.board import render_board
from tests.data import shared

OWN = Path(__file__).parent / "own"

Truth = dict[str, dict[str, svd.Register]]

# What is not a field of one register: codes of the manuals' tables for a pin's mode.
# RM0008 "Port bit configuration table": MODE 10 (2 MHz) CNF 00; MODE 11 CNF 10; CNF 10 input.
# RM0432 "GPIO port mode register", "GPIO port pull-up/pull-down register".
PIN_CODES = {
    "GPIO_OUTPUT_2MHZ": 0b0010,
    "GPIO_ALTERNATE_50MHZ": 0b1011,
    "GPIO_INPUT_PULLED": 0b1000,
    "GPIO_MODE_OUTPUT": 1,
    "GPIO_MODE_ALTERNATE": 2,
    "GPIO_PULL_UP": 1,
}

# Where a file calls a peripheral or a register otherwise than the reference manual.
OTHER_NAMES = {
    "FLASH": "Flash",
    "LPUART1": "LPUART",
    "PLLCFGR": "PLLSYSCFGR",
    "OPTSR2": "OPTSR2_CUR",
}


def header(board: str, name: str) -> str:
    """A rendered header with its accesses replaced by plain addresses."""
    files = _rendered(board)
    accessor = r"\(\*\(volatile uint32_t \*\)\(address\)\)"
    text, replaced = re.subn(accessor, "(address)", files[f"board/{name}"])
    assert replaced == 1
    return text.split("static inline")[0]


@functools.cache
def _rendered(board: str) -> dict[str, str]:
    described_here = OWN / f"{board}.yaml"
    loaded = load_file(described_here) if described_here.is_file() else load(board)
    return render_board(loaded, min_stack_bytes=1024, model_name="kws")


def evaluate(text: str, expressions: list[str], folder: Path) -> dict[str, int]:
    """What the C compiler makes of the expressions."""
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler for the host")
    prints = "".join(f'    printf("%u\\n", (unsigned)({e}));\n' for e in expressions)
    source = folder / "values.c"
    source.write_text(f"#include <stdio.h>\n{text}\nint main(void) {{\n{prints}}}\n")
    subprocess.run(["cc", "-o", folder / "values", source], check=True)
    output = subprocess.run([folder / "values"], check=True, capture_output=True, text=True).stdout
    return dict(zip(expressions, map(int, output.split()), strict=True))


@functools.cache
def described(svd_name: str) -> Truth:
    """What ST's file says; skips the test, saying why, where there is none."""
    return svd.read(shared(f"svd/{svd_name}.svd.xz"))


def macros(text: str) -> list[tuple[str, bool]]:
    """The names that a header defines, and whether they take an argument."""
    return [
        (name, bool(argument))
        for name, argument in re.findall(r"^#define (\w+)(\(\w+\))?", text, re.MULTILINE)
        if name != "REGISTER"
    ]


@dataclass(frozen=True)
class Checked:
    """What the `registers.h` of a board is checked by.

    svd: the file of its part. codes: the values inside a field that the manuals' tables give.
    undescribed: what the file leaves out, by the reference manual.
    """

    svd: str
    codes: Mapping[str, int]
    undescribed: Mapping[str, int] = field(default_factory=dict)


def check_every_macro(board: str, checked_by: Checked, folder: Path) -> None:
    """No macro of the board's `registers.h` may differ from the file, and none may go unchecked."""
    text, truth = header(board, "registers.h"), described(checked_by.svd)
    names = macros(text)
    plain = [name for name, takes_argument in names if not takes_argument]
    values = evaluate(text, plain + [f"{n}(0u)" for n, takes in names if takes], folder)
    known = checked_by.undescribed
    assert {name: values[name] for name in known} == known
    checked = len(known)
    checked += sum(_agrees(name, values, truth) for name in plain if name not in known)
    checked += sum(_offset_agrees(name, values, truth) for name, takes in names if takes)
    left = {name for name, _ in names if name in PIN_CODES}
    functions = {code.split("(")[0] for code in checked_by.codes if "(" in code}
    assert checked == len(names) - len(left) - len(functions), "a macro was checked by nothing"
    assert all(values[name] == PIN_CODES[name] for name in left)


def _named(known: dict[str, Any], name: str) -> Any:
    return known[name] if name in known else known[OTHER_NAMES.get(name, name)]


def _agrees(name: str, values: dict[str, int], truth: Truth) -> bool:
    """A base address, a register of a single peripheral, or a field or a value inside one."""
    if name in PIN_CODES:
        return False
    if name.endswith("_BASE"):
        peripheral = _named(truth, name.removesuffix("_BASE"))
        assert values[name] == min(register.address for register in peripheral.values()), name
        return True
    group, register_name, *inside = name.split("_", 2)
    peripheral = _named(truth, {"USART": "USART1", "GPIO": "GPIOA"}.get(group, group))
    register = _named(peripheral, register_name)
    if not inside:
        assert values[name] == register.address, name
        return True
    masks = [
        mask
        for field_name, mask in register.fields.items()
        if inside[0] == field_name or inside[0].startswith(f"{field_name}_")
    ]
    assert masks, f"{name} names no field of {register_name}"
    mask = max(masks, key=int.bit_count)
    whole = inside[0] in register.fields or inside[0].endswith("_MASK")
    assert values[name] == mask if whole else values[name] & ~mask == 0, name
    return True


def _offset_agrees(name: str, values: dict[str, int], truth: Truth) -> bool:
    """A register of every port alike: its offset holds for each of them."""
    group, register_name, *inside = name.split("_", 2)
    if inside:
        return False  # a value inside a field: see CODES
    ports = [
        p for p in truth if re.fullmatch({"GPIO": "GPIO[A-H]", "USART": "(LP)?US?ART1"}[group], p)
    ]
    for port in ports:
        base = min(register.address for register in truth[port].values())
        assert base + values[f"{name}(0u)"] == truth[port][register_name].address, (port, name)
    return bool(ports)
