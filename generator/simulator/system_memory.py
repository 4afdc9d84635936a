"""The read-only memory in which a part keeps its own data."""

_SIZE = 0x400
_UNIQUE_ID = b"simulated\x00\x00\x01"


def system_memory(flash_bytes: int, *, unique_id_at: int, flash_size_at: int) -> bytes:
    """1 KiB, blank but for the flash size in KiB and a made-up unique id, at these offsets."""
    content = bytearray(b"\xff" * _SIZE)
    content[unique_id_at : unique_id_at + len(_UNIQUE_ID)] = _UNIQUE_ID
    content[flash_size_at : flash_size_at + 2] = (flash_bytes // 1024).to_bytes(2, "little")
    return bytes(content)
