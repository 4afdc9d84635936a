"""The constants of a model as C arrays."""

import textwrap
from collections.abc import Mapping

import numpy as np

from generator.program import Constant
from generator.render.c_text import CTYPES, float_literal, integer_literal

_ROW_WIDTH = 96


def array_declaration(constant: Constant) -> str:
    """An array as a header declares it."""
    ctype = CTYPES[constant.data.dtype.name]
    return f"extern const {ctype} {constant.name}[{constant.data.size}]"


def array(constant: Constant) -> Mapping[str, object]:
    """An array with its numbers in rows."""
    flat = constant.data.ravel()
    return {
        "name": constant.name,
        "ctype": CTYPES[constant.data.dtype.name],
        "declaration": array_declaration(constant),
        "length": flat.size,
        "shape": "x".join(map(str, constant.data.shape)),
        "comment": constant.shape_comment,
        "rows": textwrap.wrap(", ".join(_element(v) for v in flat), _ROW_WIDTH),
    }


def _element(value: np.generic) -> str:
    if isinstance(value, np.floating):
        return float_literal(float(value))
    if isinstance(value, np.uint32):
        return f"0x{int(value):08x}"
    return integer_literal(int(value))
