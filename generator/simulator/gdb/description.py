"""What GDB is told about the target: registers and memories, as XML.

Source: GDB manual, appendix G.5.3 "ARM Features" (M profile) and E.15 "Memory Map Format".
"""

from collections.abc import Sequence

from generator.boards.facts import Part
from generator.simulator.debugger import CORE_REGISTERS, FLOAT_REGISTERS, SYSTEM_REGISTERS

_XPSR_NUMBER = 25
_PAGE_BYTES = 1024


def registers(part: Part) -> tuple[tuple[str, int], ...]:
    """(name, the engine's number) of all registers, in the order in which GDB gets them."""
    floats = FLOAT_REGISTERS if part.fpu else ()
    return (*CORE_REGISTERS, *SYSTEM_REGISTERS, *floats)


def target_xml(part: Part) -> str:
    """The registers of a part. FPUs have 32 single registers; GDB makes the double ones of them."""
    core = "".join(_register(name, _kind(name)) for name, _ in CORE_REGISTERS[:-1])
    xpsr = f'<reg name="xpsr" bitsize="32" regnum="{_XPSR_NUMBER}"/>'
    features = [
        ("org.gnu.gdb.arm.m-profile", core + xpsr),
        ("org.gnu.gdb.arm.m-system", _registers(SYSTEM_REGISTERS)),
    ]
    if part.fpu:
        features.append(("generator.float", _registers(FLOAT_REGISTERS)))
    body = "".join(f'<feature name="{name}">{inside}</feature>' for name, inside in features)
    return (
        '<?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd">'
        f'<target version="1.0"><architecture>arm</architecture>{body}</target>'
    )


def memory_map(part: Part) -> str:
    """The memories of a part."""
    flash = part.flash
    rows = [
        f'<memory type="flash" start="0x{flash.origin:x}" length="0x{flash.size_bytes:x}">'
        f'<property name="blocksize">0x{_PAGE_BYTES:x}</property></memory>'
    ]
    areas = [(ram.origin, ram.size_bytes) for ram in part.rams] + [(0x40000000, 0xC0000000)]
    rows += [f'<memory type="ram" start="0x{o:x}" length="0x{s:x}"/>' for o, s in areas]
    return (
        '<?xml version="1.0"?><!DOCTYPE memory-map PUBLIC "+//IDN gnu.org//DTD GDB Memory Map '
        'V1.0//EN" "http://sourceware.org/gdb/gdb-memory-map.dtd">'
        f"<memory-map>{''.join(rows)}</memory-map>"
    )


def _registers(names: Sequence[tuple[str, int]]) -> str:
    return "".join(_register(name, _kind(name)) for name, _ in names)


def _register(name: str, kind: str) -> str:
    return f'<reg name="{name}" bitsize="32"{kind}/>'


def _kind(name: str) -> str:
    if name in ("sp", "msp", "psp"):
        return ' type="data_ptr"'
    if name == "pc":
        return ' type="code_ptr"'
    return ' type="ieee_single"' if name[0] == "s" and name[1:].isdigit() else ""
