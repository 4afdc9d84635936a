"""What would make a model fit, or be quicker: sentences with figures, most useful first."""

from collections.abc import Iterator

from generator.analysis import Alternative, Analysis
from generator.figures import figure, with_band

_MOST_BOARDS = 4
# What is less than this part of the whole is not worth a sentence.
_WORTH_SAYING = 0.1


def advice(a: Analysis) -> list[str]:
    """The sentences; none where there is nothing to gain."""
    return list(_to_fit(a)) if not a.fits else list(_to_gain(a))


def _to_fit(a: Analysis) -> Iterator[str]:
    yield from _missing(a)
    ways = [each for each in a.alternatives if each.fits]
    for each in ways:
        yield f"{each.words} fits: {_figures(each)}."
    if a.boards:
        names = ", ".join(a.boards[:_MOST_BOARDS])
        yield f"As it is, it fits {names}{' and others' if len(a.boards) > _MOST_BOARDS else ''}."
    if not ways:
        yield from _why(a)


def _missing(a: Analysis) -> Iterator[str]:
    for name, capacity in (("flash", a.flash), ("RAM", a.ram)):
        over = capacity.needed_bytes - capacity.capacity_bytes
        if over > 0:
            yield f"{over:,} bytes of {name} are missing."


def _why(a: Analysis) -> Iterator[str]:
    """What takes the most of the memory that is short."""
    if a.ram.needed_bytes > a.ram.capacity_bytes:
        peak = a.timeline.moments[a.timeline.peak_layer]
        what = " and ".join(peak.labels[:2])
        yield (
            f"The arena's peak is at layer {peak.layer}, where {what} live; a smaller input or "
            "fewer channels there would lower it."
        )
    if a.flash.needed_bytes > a.flash.capacity_bytes:
        heavy = max(a.layers, key=lambda layer: layer.weights_bytes)
        yield (
            f"Layer {heavy.index}, {heavy.op}, holds {heavy.weights_bytes:,} bytes of weights, "
            "the most of all layers."
        )


def _to_gain(a: Analysis) -> Iterator[str]:
    """What is much quicker and fits; what saves much flash, or RAM."""
    own = next((e for e in a.alternatives if e.words == f"-O {a.goal}"), None)
    if own is None:
        return
    fitting = [each for each in a.alternatives if each.fits]
    quick = min(fitting, key=lambda e: e.milliseconds, default=own)
    if quick.milliseconds < own.milliseconds * (1 - _WORTH_SAYING):
        yield f"{quick.words} is quicker: {_figures(quick)}."
    small = min(fitting, key=lambda e: e.flash_bytes, default=own)
    if small.flash_bytes < own.flash_bytes * (1 - _WORTH_SAYING):
        yield f"{small.words} is smaller: {_figures(small)}."
    lean = min(fitting, key=lambda e: e.ram_bytes, default=own)
    if lean is not small and lean.ram_bytes < own.ram_bytes * (1 - _WORTH_SAYING):
        yield f"{lean.words} takes less RAM: {_figures(lean)}."


def _figures(each: Alternative) -> str:
    took = with_band(f"{figure(each.milliseconds)} ms", each.band_percent)
    return f"{each.flash_bytes:,} bytes of flash, {each.ram_bytes:,} of RAM, about {took}"
