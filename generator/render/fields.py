"""The fields of a structure that layers share: as narrow as their values are, the widest first."""

from collections.abc import Sequence

from generator.program import Parameter

# Unsigned ones first: they are loaded by 16-bit instructions.
_NARROWER = (
    ("uint8_t", 1, 0, 2**8 - 1),
    ("int8_t", 1, -(2**7), 2**7 - 1),
    ("uint16_t", 2, 0, 2**16 - 1),
    ("int16_t", 2, -(2**15), 2**15 - 1),
)
_BYTES = {ctype: count for ctype, count, _, _ in _NARROWER}
_POINTER_BYTES = 4
# Only these: what is declared as a word is read for each output, where the compiler does best with
# words.
_DECLARED = "int16_t"


def fields_of(layers: Sequence[Sequence[Parameter]]) -> list[tuple[str, Parameter]]:
    """(C type, one layer's parameter) for each field of the structure of these layers.

    Without holes, as the widest come first. A layer may lack a field: it is zero there.
    """
    columns: dict[str, list[Parameter]] = {}
    for parameter in (parameter for parameters in layers for parameter in parameters):
        columns.setdefault(parameter.name, []).append(parameter)
    fields = [(_narrowest(column), column[0]) for column in columns.values()]
    return sorted(fields, key=lambda field: -_BYTES.get(field[0], _POINTER_BYTES))


def _narrowest(column: Sequence[Parameter]) -> str:
    """The type that holds the values of all layers."""
    declared = column[0].ctype
    values = [p.value for p in column if isinstance(p.value, int)]
    for ctype, _, least, most in _NARROWER:
        if declared == _DECLARED and least <= min(values) and max(values) <= most:
            return ctype
    return declared
