"""What an ELF file takes of flash and RAM, read from its sections and symbols."""

import re
from collections.abc import Iterator
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import Section, SymbolTableSection

from generator.boards.facts import Part, joined
from generator.errors import ToolError
from generator.firmware import Firmware, FlashUse, RamUse


def read_elf(elf: Path, part: Part) -> Firmware:
    """The firmware in an ELF file that our linker script laid out.

    The script gives each kind a section: .vectors, .weights, .kernels, .console, .arena (.arena_1
    and so on in other RAMs), .stack.
    Raises ToolError when the file is missing or no ELF file.
    """
    try:
        with elf.open("rb") as stream:
            file = ELFFile(stream)
            return Firmware(elf, _compiler(file), _flash_use(file, part), _ram_use(file, part))
    except FileNotFoundError as error:
        raise ToolError("There is no firmware yet.", where=str(elf), hint="Build first.") from error
    except ELFError as error:
        raise ToolError(f"This is no ELF file: {error}.", where=str(elf)) from error


def _flash_use(file: ELFFile, part: Part) -> FlashUse:
    flash = part.flash
    ends = [
        segment["p_paddr"] + segment["p_filesz"]
        for segment in file.iter_segments("PT_LOAD")
        if segment["p_filesz"] and flash.origin <= segment["p_paddr"] < flash.end
    ]
    used = max(ends, default=flash.origin) - flash.origin
    weights, kernels, console, vectors = (
        _size(file, name) for name in (".weights", ".kernels", ".console", ".vectors")
    )
    data = sum(s["sh_size"] for s in _ram_sections(file, part) if s["sh_type"] == "SHT_PROGBITS")
    samples = _samples_bytes(file)
    named = weights + kernels + console + vectors + data + samples
    return FlashUse(
        capacity_bytes=flash.size_bytes,
        weights_bytes=weights,
        kernels_bytes=kernels,
        runtime_bytes=used - named,
        console_bytes=console,
        vectors_bytes=vectors,
        data_bytes=data,
        samples_bytes=samples,
    )


def _ram_use(file: ELFFile, part: Part) -> RamUse:
    banks = [s.name for s in file.iter_sections() if s.name.startswith(".arena")]
    arena, stack = sum(_size(file, name) for name in banks), _size(file, ".stack")
    everything = sum(section["sh_size"] for section in _ram_sections(file, part))
    return RamUse(
        part.ram_bytes,
        arena,
        everything - arena - stack,
        stack,
        " + ".join(_region(file, name, part) for name in banks),
        _region(file, ".stack", part),
    )


def _region(file: ELFFile, name: str, part: Part) -> str:
    """The RAM that a section lies in; neighbours count as one, but for those at the core itself."""
    section = file.get_section_by_name(name)
    address = -1 if section is None else section["sh_addr"]
    coupled = [m for m in part.data_rams if m.tightly_coupled]
    regions = [*coupled, *joined(m for m in part.data_rams if not m.tightly_coupled)]
    return next((r.name for r in regions if r.origin <= address < r.end), "")


def _ram_sections(file: ELFFile, part: Part) -> Iterator[Section]:
    for section in file.iter_sections():
        placed = any(ram.origin <= section["sh_addr"] < ram.end for ram in part.rams)
        if placed and section["sh_flags"] & SH_FLAGS.SHF_ALLOC:
            yield section


def _size(file: ELFFile, name: str) -> int:
    section = file.get_section_by_name(name)
    return 0 if section is None else int(section["sh_size"])


def _samples_bytes(file: ELFFile) -> int:
    """The arrays of `app/sample.c`: sample_0_yes, sample_1_no, …"""
    table = file.get_section_by_name(".symtab")
    if not isinstance(table, SymbolTableSection):
        return 0
    return sum(
        symbol["st_size"]
        for symbol in table.iter_symbols()
        if symbol["st_info"]["type"] == "STT_OBJECT" and re.match(r"sample_\d+_", symbol.name)
    )


def _compiler(file: ELFFile) -> str:
    """The compiler's signature: "GCC: (15:12.2.rel1-1) 12.2.1 20221205" without the package."""
    section = file.get_section_by_name(".comment")
    text = "" if section is None else section.data().split(b"\0")[0].decode("ascii", "replace")
    return re.sub(r"^GCC: \(.*?\) ", "GCC ", text) or "unknown"


def inference_function(elf: Path) -> str:
    """The function that runs one inference: the `x_run` whose table of layers is `x_layers`.

    Raises ToolError when the file holds none.
    """
    with elf.open("rb") as stream:
        table = ELFFile(stream).get_section_by_name(".symtab")
        symbols = table.iter_symbols() if isinstance(table, SymbolTableSection) else ()
        names = sorted(str(symbol.name) for symbol in symbols)
    for name in names:
        if name.endswith("_run") and f"{name.removesuffix('_run')}_layers" in names:
            return name
    raise ToolError("This firmware holds no model of ours.", where=str(elf))
