"""The errors that a user may see: what is wrong, where, and what to type next.

The command line prints them without a traceback and leaves with their `exit_code`.
Any other exception that reaches a user is a defect of this program.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


class GeneratorError(Exception):
    """Something that the user can understand and mend.

    message: one sentence that says what is wrong and what was expected.
    where: the file, node, tensor or key it is about.
    hint: what to do or type next.
    """

    exit_code = 2

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def add(self, *sentences: str) -> None:
        """Adds what else is known to the hint, a line each."""
        self.hint = "\n  ".join([*([self.hint] if self.hint else []), *sentences]) or None

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n  {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class RequestError(GeneratorError):
    """The request cannot be carried out as it was put: an unknown name, a bad option."""


class ModelError(GeneratorError):
    """The model file is damaged, or holds something that this program does not support."""


class BoardError(GeneratorError):
    """A board's or part's description is wrong or incomplete, or its clock wish impossible."""


class NegativeAnswer(GeneratorError):
    """The request was fine and the answer is no: it does not fit, it does not match."""

    exit_code = 1


class ToolError(GeneratorError):
    """A compiler, simulator, flash tool or device is missing or failed."""

    exit_code = 3


def nearest(word: str, names: Sequence[str]) -> str:
    """A sentence that names what the user probably meant, or else everything there is."""
    close = get_close_matches(word.lower(), names, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Known: {', '.join(names)}." if names else "There are none."
