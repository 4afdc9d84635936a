"""A file's bytes as a C array, as `xxd -i` writes it."""

import re
from pathlib import Path

_PER_LINE = 12


def c_header(name: str, content: bytes) -> str:
    """A header with `NAME[]` and `NAME_len`; other characters of `name` than letters become `_`."""
    word = re.sub(r"\W", "_", name)
    if word[:1].isdigit():
        word = f"__{word}"
    rows = (content[start : start + _PER_LINE] for start in range(0, len(content), _PER_LINE))
    body = ",\n".join("  " + ", ".join(f"0x{byte:02x}" for byte in row) for row in rows)
    return f"unsigned char {word}[] = {{\n{body}\n}};\nunsigned int {word}_len = {len(content)};\n"


def header_path(model: Path) -> Path:
    """Where the header of a model goes: `model.tflite` has `model_data.h` beside it."""
    return model.with_name(f"{model.stem}_data.h")
