"""From sums to outputs on cores without SMMLAR: by a line where there is one, else rounded twice.

`templates/engines/native/_rounding.j2` has the instructions of each kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.engines.native.designs import _line, _pairs, _scales, _split_line, _tight_line
from generator.engines.native.designs._line import Staircase
from generator.graph import Array
from generator.ops._weights import Operands, Requantization
from generator.program import Constant, Parameter
from generator.targets import Target

# Few enough bits below an output that layers have the same number and share a function.
_LINE_SHIFT = 4


@dataclass(frozen=True, eq=False)
class Rounding:
    """The output stage of a layer.

    kind: "line" (see `_line.py`), "tight" (`_tight_line.py`), "split" and "bent"
    (`_split_line.py`), "twice"; with SMMLA "dsp_line", and with SMMLAR "dsp" (`_pairs.py`).
    scales: int32 (channel, words), a channel's first sum and what else it reads as words.
    ends: (channel,) what it reads besides, if anything. clamps: whether bounds are still to be
    applied. numbers: what else the template reads. cycles: of an output.
    """

    kind: str
    scales: Array
    ends: Array | None
    clamps: bool
    bounds: tuple[Parameter, ...]
    numbers: Mapping[str, int]
    cycles: float

    @property
    def context(self) -> dict[str, int | str]:
        """What the template reads."""
        return {
            "rounding": self.kind,
            "saturates": not self.clamps,
            "scale_words": self.scales.shape[1],
            **self.numbers,
        }

    @property
    def words(self) -> Array:
        """uint32 (channel, words): everything but the first sum."""
        words = self.scales[:, 1:]
        if self.ends is not None:
            words = np.concatenate([words, self.ends.astype(np.int32)[:, None]], axis=1)
        return np.ascontiguousarray(words).view(np.uint32)

    @property
    def variant(self) -> str:
        """What tells the structures of layers apart."""
        return self.kind + ("_clamped" if self.clamps else "")

    def parameters(self, prefix: str) -> tuple[Parameter, ...]:
        """Fields of the layer's structure."""
        return (self._scales(prefix), *self._ends(prefix), *self.bounds)

    def _scales(self, prefix: str) -> Parameter:
        meaning = {
            "line": "a sum's first value and its factor",
            "split": "a sum's first value, its limit, slope and offset",
            "bent": "a sum's first value, its limit, slope, offset, bend and offset below it",
            "twice": "a sum's first value and its multiplier",
        }[self.kind]
        shape = f"output channel, {self.scales.shape[1]}"
        scales = Constant(f"{prefix}_scales", np.ascontiguousarray(self.scales), shape)
        return Parameter("scales", "const int32_t *", scales, meaning)

    def _ends(self, prefix: str) -> tuple[Parameter, ...]:
        if self.ends is None:
            return ()
        name, meaning = {
            "line": ("offsets", "added to the product, below an output"),
            "twice": ("shifts", "and the right shift"),
        }[self.kind]
        ends = Constant(f"{prefix}_{name}", self.ends, "output channel")
        return (Parameter(name, f"const {self.ends.dtype}_t *", ends, meaning),)


def rounding(
    o: Operands, stage: Requantization, rows: Array, target: Target, scale: int = 1
) -> Rounding | None:
    """The quickest there is for weights `rows` (channel, taps); None where sums may be too large.

    scale: what a line's sums are a multiple of.
    """
    scales = _scales.output_scales(o, stage, rows)
    if scales is None:
        return None
    stairs = staircase(scales, stage, rows)
    found = _by_line(scales, stage, stairs) if target.thumb2 else _split(scales, stairs)
    rounds_up = stage.minimum >= stage.output_zero_point
    return found or _twice(scales, stage, thumb2=target.thumb2, rounds_up=rounds_up)


def dense(o: Operands, stage: Requantization, rows: Array) -> Rounding | None:
    """With 32-bit instructions: an end of 6 bits, a first sum of 18 and a factor of 32.

    None where that is too little, and where rounding twice would take the place of a line.
    """
    scales = _scales.output_scales(o, stage, rows)
    if scales is None:
        return None
    stairs = staircase(scales, stage, rows)
    found = _by_tight_line(scales, stage, stairs)
    if found is None and _by_line(scales, stage, stairs) is None:
        rounds_up = stage.minimum >= stage.output_zero_point
        found = _twice(scales, stage, thumb2=True, rounds_up=rounds_up)
    return found if found is not None and _is_dense(found) else None


def _is_dense(ends: Rounding) -> bool:
    limit = 2 ** (_tight_line.FIRST_BITS - 1)
    first = ends.scales[:, 0]
    return bool(np.all((first >= -limit) & (first < limit)))


def twice(o: Operands, stage: Requantization, rows: Array, target: Target) -> Rounding | None:
    """What is right for every layer: halves go away from zero, needed or not."""
    scales = _scales.output_scales(o, stage, rows)
    return None if scales is None else _twice(scales, stage, thumb2=target.thumb2, rounds_up=False)


def with_dsp(made: _pairs.Stage, stage: Requantization) -> Rounding:
    """The same on cores with SMMLAR, for kernels that are for both."""
    words = np.stack([made.first, made.multipliers, made.powers], axis=1) % 2**32
    scales = words.astype(np.uint32).view(np.int32)
    cycles = 4.0 + (not made.rounds_up)
    return _rounding("dsp", scales, None, stage, {"rounds_up": made.rounds_up}, cycles)


def line_with_dsp(o: Operands, stage: Requantization, rows: Array) -> Rounding | None:
    """By SMMLA and a shift; None where there is no line."""
    scales = _scales.output_scales(o, stage, rows)
    if scales is None:
        return None
    line = _line.fit(staircase(scales, stage, rows), greatest_shift=_LINE_SHIFT)
    if line is None:
        return None
    words = np.stack([scales[:, 0] + line.bias, line.factor, line.offset], axis=1).astype(np.int32)
    return _rounding("dsp_line", words, None, stage, {"line_shift": line.shift}, 2.0)


def staircase(scales: Array, stage: Requantization, rows: Array) -> Staircase:
    """How sums become outputs; scales as `_scales.output_scales` gives them."""
    first, multiplier, right = scales.astype(np.int64).T
    plain = replace(stage, multiplier=multiplier, shift=-right)
    return Staircase.of(first, plain, rows.astype(np.int64))


def _by_line(scales: Array, stage: Requantization, stairs: Staircase) -> Rounding | None:
    line = _line.fit(stairs, greatest_shift=_LINE_SHIFT)
    if line is None or np.any(line.offset != line.offset.astype(np.int16)):
        return None
    words = np.stack([scales[:, 0] + line.bias, line.factor], axis=1).astype(np.int32)
    numbers = {"line_shift": line.shift}
    return _rounding("line", words, line.offset.astype(np.int16), stage, numbers, 9.0)


def _by_tight_line(scales: Array, stage: Requantization, stairs: Staircase) -> Rounding | None:
    first = scales[:, 0].astype(np.int64)
    line = _tight_line.fit(stairs, first, _LINE_SHIFT)
    if line is None:
        return None
    words = np.stack([first + line.bias, line.factor], axis=1).astype(np.int32)
    ends, numbers = _tight_line.ends(line, first + line.bias), {"line_shift": line.shift}
    return _rounding("tight", words, ends, stage, numbers, 9.0)


def _split(scales: Array, stairs: Staircase) -> Rounding | None:
    line = _split_line.fit(stairs)
    if line is None:
        return None
    words = np.concatenate([(scales[:, 0] + line.foot)[:, None], line.words], axis=1)
    words = (words % 2**32).astype(np.uint32).view(np.int32)
    # The stairs' ends are the bounds.
    numbers = {"line_shift": line.shift, "line_low": line.low}
    if line.is_bent:
        return Rounding("bent", words, None, False, (), numbers, 27.0)
    return Rounding("split", words, None, False, (), numbers, 19.0)


def _twice(scales: Array, stage: Requantization, *, thumb2: bool, rounds_up: bool) -> Rounding:
    numbers = {"rounds_up": rounds_up}
    cycles = (16.0 if thumb2 else 75.0) + (not rounds_up)
    ends = scales[:, 2].astype(np.int8)
    return _rounding("twice", scales[:, :2], ends, stage, numbers, cycles)


def _rounding(
    kind: str,
    scales: Array,
    ends: Array | None,
    stage: Requantization,
    numbers: Mapping[str, int],
    cycles: float,
) -> Rounding:
    clamps = (stage.minimum, stage.maximum) != (-128, 127)
    zero_point = stage.output_zero_point
    zero = Parameter("zero_point", "int32_t", zero_point, "the output for 0.0")
    bounds = (
        *((zero,) if kind in ("twice", "dsp") else ()),
        *(_pairs.bounds(stage) if clamps else ()),
    )
    return Rounding(kind, scales, ends, clamps, bounds, numbers, cycles)
