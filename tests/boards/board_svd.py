"""ST's own register descriptions, read from CMSIS-SVD files: the oracle for every address."""

import lzma
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Register:
    """A register and the masks of its fields."""

    address: int
    fields: dict[str, int]


def read(path: Path) -> dict[str, dict[str, Register]]:
    """PERIPHERAL -> register, without the peripheral's prefix -> address and fields."""
    root = ElementTree.fromstring(lzma.decompress(path.read_bytes()))
    nodes = {node.findtext("name", ""): node for node in root.iter("peripheral")}
    return {name.upper(): _registers(name, node, nodes) for name, node in nodes.items()}


def _registers(
    name: str, node: ElementTree.Element, nodes: dict[str, ElementTree.Element]
) -> dict[str, Register]:
    base = int(node.findtext("baseAddress", ""), 0)
    described = nodes[node.get("derivedFrom", name)]
    registers: dict[str, Register] = {}
    for register in described.iter("register"):
        full_name = register.findtext("name", "")
        short_name = _short(full_name)
        offset = int(register.findtext("addressOffset", ""), 0)
        fields = {field.findtext("name", ""): _mask(field) for field in register.iter("field")}
        fields |= _joined(fields)
        known = registers.get(short_name, Register(base + offset, {}))
        registers[short_name] = Register(base + offset, known.fields | fields)
    return registers


def _joined(fields: dict[str, int]) -> dict[str, int]:
    """PLLN0, PLLN1, … -> PLLN: some files describe a field bit by bit."""
    joined: dict[str, int] = {}
    for name, mask in fields.items():
        stem = re.sub(r"\d+$", "", name)
        if f"{stem}0" in fields and f"{stem}1" in fields and mask.bit_count() == 1:
            joined[stem] = joined.get(stem, 0) | mask
    return joined


def _short(name: str) -> str:
    """USART_CR1_ALTERNATE -> CR1: the same register, described for another mode."""
    name = name.removesuffix("_ALTERNATE")
    for prefix in ("USART_", "LPUART_", "PWR_", "DBGMCU_", "RCC_", "FLASH_"):
        name = name.removeprefix(prefix)
    return name


def _mask(field: ElementTree.Element) -> int:
    width = int(field.findtext("bitWidth", ""), 0)
    return ((1 << width) - 1) << int(field.findtext("bitOffset", ""), 0)
