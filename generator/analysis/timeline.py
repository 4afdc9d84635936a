"""The memory over time: what lives at each layer, where, and how small it could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.analysis.layers import Layer
from generator.memory import Buffer, Plan
from generator.program import Program


@dataclass(frozen=True)
class Interval:
    """A buffer of the arena: bytes `start` to `end`, from layer `first` to layer `last`.

    first is -1 for an input of the model; last is the number of layers for an output.
    """

    label: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True)
class Moment:
    """A layer's memory. live_bytes: of all that lives. span_bytes: that they take in the arena,
    less than live_bytes where an output lies over its input. labels: the largest first.
    """

    layer: int
    live_bytes: int
    span_bytes: int
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """The arena's life.

    peak_layer: the layer that needs the highest address. lower_bound_bytes: no plan of these steps
    can be smaller. without_overlap_bytes: if no output lay over an input. textbook_bytes: what the
    usual formula, the largest sum of a layer's inputs, outputs and parameters, says;
    textbook_layer: of which layer.
    """

    arena_bytes: int
    peak_layer: int
    lower_bound_bytes: int
    without_overlap_bytes: int
    textbook_bytes: int
    textbook_layer: int
    moments: tuple[Moment, ...]
    buffers: tuple[Interval, ...]


def timeline_of(program: Program, plan: Plan, layers: Sequence[Layer]) -> Timeline:
    """The timeline of a planned program."""
    placed = tuple(_interval(program, plan, buffer) for buffer in plan.buffers)
    sums = [layer.input_bytes + layer.output_bytes + layer.weights_bytes for layer in layers]
    return Timeline(
        arena_bytes=plan.arena_bytes,
        peak_layer=plan.peak_step,
        lower_bound_bytes=plan.lower_bound_bytes,
        without_overlap_bytes=plan.without_overlap_bytes,
        textbook_bytes=max(sums, default=0),
        textbook_layer=sums.index(max(sums)) if sums else 0,
        moments=tuple(_moment(step.index, placed) for step in program.steps),
        buffers=placed,
    )


def _interval(program: Program, plan: Plan, buffer: Buffer) -> Interval:
    if buffer.tensors:
        start, label = plan.offsets[buffer.tensors[0]], program.tensors[buffer.tensors[0]].label
    else:
        start, label = plan.scratch[buffer.first], f"scratch {buffer.first}"
    return Interval(label, buffer.first, buffer.last, start, start + buffer.size_bytes)


def _moment(layer: int, placed: Sequence[Interval]) -> Moment:
    live = sorted(
        (buffer for buffer in placed if buffer.first <= layer <= buffer.last),
        key=lambda buffer: buffer.start - buffer.end,
    )
    return Moment(
        layer=layer,
        live_bytes=sum(buffer.end - buffer.start for buffer in live),
        span_bytes=_covered(live),
        labels=tuple(buffer.label for buffer in live),
    )


def _covered(live: Sequence[Interval]) -> int:
    """The bytes that are in at least one of the intervals."""
    covered = reached = 0
    for buffer in sorted(live, key=lambda b: b.start):
        covered += max(0, buffer.end - max(buffer.start, reached))
        reached = max(reached, buffer.end)
    return covered
