"""What a flatbuffer may ask of its reader: hostile files share one long vector a million times."""

from typing import Any

from generator.errors import ModelError
from generator.graph import Array

# Ten times what the largest model for a microcontroller holds of each.
MOST_NODES = 2048
MOST_TENSORS = 16384
MOST_DIMENSIONS = 8
MOST_BYTES_OF_AN_ACTIVATION = 1 << 24
_MOST_BYTES_OF_TABLES = 1 << 24


class Budget:
    """The bytes of vectors and names that a file may still have read into Python objects.

    An honest file has fewer of them than it has bytes; weights do not count, as they stay where
    they are.
    """

    def __init__(self) -> None:
        self._left_bytes = _MOST_BYTES_OF_TABLES

    def spend(self, size_bytes: int) -> None:
        """Raises ModelError when the file asks for more than any model needs."""
        self._left_bytes -= size_bytes
        if self._left_bytes < 0:
            raise ModelError(
                f"the file describes its tensors and nodes by more than {_MOST_BYTES_OF_TABLES} "
                "bytes, which no model for a microcontroller needs"
            )

    def numbers(self, table: Any, field: str) -> tuple[Any, ...]:
        """A vector of numbers of a flatbuffer table; () where it is absent."""
        values: Array | int = getattr(table, f"{field}AsNumpy")()
        if isinstance(values, int):
            return ()
        self.spend(values.nbytes)
        return tuple(values.tolist())

    def text(self, value: bytes | None) -> str:
        """A name as text; "" where it is absent."""
        stored = value or b""
        self.spend(len(stored))
        return stored.decode("utf-8", "replace")


def check_count(count: int, most: int, what: str) -> int:
    """The count, if a model for a microcontroller can have that many."""
    if count > most:
        raise ModelError(f"the file has {count} {what}; a microcontroller runs at most {most}")
    return count
