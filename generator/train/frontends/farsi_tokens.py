"""Farsi text to word numbers: one spelling for what is written in several ways, then a vocabulary.

The spelling follows Unicode's own remarks on Persian (The Unicode Standard, section 9.2): Arabic
yeh and kaf become the Persian letters, digits of both kinds become 0 to 9, vowel signs and the
elongating tatweel go. A half-space (U+200C) ends a word as a space does, so that می‌روم, می روم
and the ending in کتاب‌ها are found whichever way they are typed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]

PADDING, UNKNOWN = 0, 1
_RESERVED = 2

_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "أ": "ا",
        "إ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "\u0640": "",
    }
    | {chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)}
)
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text in their one spelling; numbers are the word "0"."""
    composed = unicodedata.normalize("NFC", text).translate(_LETTERS)
    plain = "".join(c for c in composed if unicodedata.category(c) != "Mn")
    return ["0" if word.isdigit() else word.lower() for word in _WORD.findall(plain)]


@dataclass(frozen=True)
class Vocabulary:
    """Known words; the first has number 2, after padding (0) and what is unknown (1)."""

    known: tuple[str, ...]

    @staticmethod
    def of(texts: Iterable[str], least_count: int) -> "Vocabulary":
        """Every word that the texts have that often, in alphabetical order."""
        counts = Counter(word for text in texts for word in words(text))
        return Vocabulary(tuple(sorted(w for w, count in counts.items() if count >= least_count)))

    @staticmethod
    def read(path: Path) -> "Vocabulary":
        """From a file with one word in each line."""
        return Vocabulary(tuple(path.read_text(encoding="utf-8").split()))

    def write(self, path: Path) -> None:
        """One word in each line."""
        path.write_text("\n".join(self.known) + "\n", encoding="utf-8")

    def __len__(self) -> int:
        return len(self.known) + _RESERVED

    def encode(self, texts: Iterable[str], length: int) -> Int32:
        """Numbers of words: int32 (texts, length), padded in front.

        Of a text with more words than that its last ones are taken.
        """
        number = {word: index + _RESERVED for index, word in enumerate(self.known)}
        rows = [[number.get(word, UNKNOWN) for word in words(text)][-length:] for text in texts]
        padded = [[PADDING] * (length - len(row)) + row for row in rows]
        return np.array(padded, dtype=np.int32).reshape(-1, length)
