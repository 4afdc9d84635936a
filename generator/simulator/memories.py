"""Flash and RAM at the part's true sizes, with the firmware in flash."""

import ctypes
from collections.abc import Callable, Sequence

from generator.boards.facts import Memory, Part
from generator.errors import RequestError
from generator.simulator.engine import Engine
from generator.simulator.image import Image

_BLANK = 0xFF


class Memories:
    """The memories of a part; an access outside them faults as on the chip.

    flash_alias: where the flash appears a second time, or None.
    Raises RequestError when the firmware does not lie in the part's flash.
    """

    def __init__(
        self,
        engine: Engine,
        part: Part,
        image: Image,
        rom: Sequence[tuple[int, bytes]],
        flash_alias: int | None,
    ) -> None:
        self._rams = [ctypes.create_string_buffer(ram.size_bytes) for ram in part.rams]
        for ram, buffer in zip(part.rams, self._rams, strict=True):
            engine.map_memory(ram.origin, buffer, writable=True)
        content = _flash_content(part.flash, image)
        self._flash = ctypes.create_string_buffer(content, len(content))
        self._flash_origin = part.flash.origin
        origins = [part.flash.origin] + ([] if flash_alias is None else [flash_alias])
        for origin in origins:
            engine.map_memory(origin, self._flash, writable=False)
        for origin, data in rom:
            engine.map_memory(origin, ctypes.create_string_buffer(data, len(data)), writable=False)
        engine.refused.watch()

    def flip(self, address: int, bit: int) -> bool:
        """Turns one bit of the flash over; False where there is none."""
        offset = address - self._flash_origin
        if not 0 <= offset < len(self._flash):
            return False
        self._flash[offset] = bytes((self._flash[offset][0] ^ 1 << bit,))
        return True

    def flash_content(self, address: int, size: int) -> bytes | None:
        """What the flash holds; None outside of it."""
        offset = address - self._flash_origin
        if offset < 0 or offset + size > len(self._flash):
            return None
        return self._flash.raw[offset : offset + size]

    def program(self, address: int, data: bytes) -> bool:
        """Writes flash as a flash tool does; False where there is none."""
        offset = address - self._flash_origin
        if offset < 0 or offset + len(data) > len(self._flash):
            return False
        ctypes.memmove(ctypes.addressof(self._flash) + offset, data, len(data))
        return True

    def fill_rams(self, content: Callable[[int], bytes]) -> None:
        """Overwrites all RAM; `content` gives so many bytes."""
        for ram in self._rams:
            ram.raw = content(len(ram))

    def ram_contents(self) -> tuple[bytes, ...]:
        """What the RAMs hold now."""
        return tuple(bytes(ram) for ram in self._rams)


def _flash_content(flash: Memory, image: Image) -> bytes:
    content = bytearray([_BLANK]) * flash.size_bytes
    for address, data in image.segments:
        if address < flash.origin or address + len(data) > flash.end:
            raise RequestError(
                f"The firmware fills 0x{address:08X} to 0x{address + len(data) - 1:08X}, but the "
                f"flash ends at 0x{flash.end - 1:08X} ({flash.size_bytes // 1024} KiB).",
                where=str(image.path),
                hint="Was it built for another board?",
            )
        content[address - flash.origin : address - flash.origin + len(data)] = data
    return bytes(content)
