"""The firmware as it lies in flash: segments by physical address, symbols by name."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from generator.errors import RequestError, nearest


@dataclass(frozen=True)
class Image:
    """An ELF file, read.

    segments: (physical address, bytes) of what a flash tool would write.
    symbols: name -> address, with bit 0 of functions cleared. sections: name -> (address, bytes)
    of those that the firmware holds. sha256: of the whole file.
    """

    path: Path
    sha256: str
    segments: tuple[tuple[int, bytes], ...]
    symbols: dict[str, int]
    sections: dict[str, tuple[int, int]]

    def address_of(self, symbol: str) -> int:
        """The address of a symbol; raises RequestError with near misses."""
        if symbol not in self.symbols:
            raise RequestError(
                f"The firmware has no symbol {symbol!r}.",
                where=str(self.path),
                hint=nearest(symbol, sorted(self.symbols)),
            )
        return self.symbols[symbol]


def load_image(path: Path) -> Image:
    """Reads an ELF file; raises RequestError where it is none for an Arm core."""
    try:
        data = path.read_bytes()
        with path.open("rb") as stream:
            elf = ELFFile(stream)
            if elf["e_machine"] != "EM_ARM":
                raise RequestError("This ELF file is not for an Arm core.", where=str(path))
            segments = tuple(
                (int(s["p_paddr"]), bytes(s.data()))
                for s in elf.iter_segments()
                if s["p_type"] == "PT_LOAD" and s["p_filesz"]
            )
            symbols = _symbols(elf)
            sections = {
                section.name: (int(section["sh_addr"]), int(section["sh_size"]))
                for section in elf.iter_sections()
                if section["sh_addr"] and section["sh_size"]
            }
    except FileNotFoundError as error:
        raise RequestError("There is no such firmware.", where=str(path)) from error
    except ELFError as error:
        raise RequestError(f"Not an ELF file: {error}.", where=str(path)) from error
    return Image(path, hashlib.sha256(data).hexdigest(), segments, symbols, sections)


def _symbols(elf: ELFFile) -> dict[str, int]:
    found: dict[str, int] = {}
    for section in elf.iter_sections():
        if not isinstance(section, SymbolTableSection):
            continue
        for symbol in section.iter_symbols():
            kind = symbol["st_info"]["type"]
            if symbol.name and kind in ("STT_FUNC", "STT_OBJECT", "STT_NOTYPE"):
                value = int(symbol["st_value"])
                found[symbol.name] = value & ~1 if kind == "STT_FUNC" else value
    return found
