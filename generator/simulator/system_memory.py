"""The read-only memory in which a part keeps its own data."""

_UNIQUE_ID = b"simulated\x00\x00\x01"


def system_memory(
    flash_bytes: int, *, unique_id_at: int, flash_size_at: int, size_bytes: int = 0x400
) -> bytes:
    """Blank but for the flash size in KiB and a made-up unique id, at these offsets."""
    content = bytearray(b"\xff" * size_bytes)
    content[unique_id_at : unique_id_at + len(_UNIQUE_ID)] = _UNIQUE_ID
    content[flash_size_at : flash_size_at + 2] = (flash_bytes // 1024).to_bytes(2, "little")
    return bytes(content)
