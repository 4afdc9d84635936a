"""The layer takes longer than its estimate and the estimate's band allow."""

from generator.boards.caches import caches
from generator.hints import Seen

# Beyond the band: an estimate that is only just missed says nothing about the board.
_CLEARLY = 1.3


def hint(layer: Seen) -> str | None:
    """Names what usually slows a core down that much."""
    predicted = layer.predicted
    if predicted is None or predicted.cycles <= 0:
        return None
    times = layer.cycles / predicted.cycles
    if times < (1 + predicted.band_percent / 100) * _CLEARLY:
        return None
    return f"{times:.1f}x slower than this core allows: {_suspects(layer)}"


def _suspects(layer: Seen) -> str:
    part, clock = layer.board.part, layer.board.clock
    if caches(part) is not None:
        return "are its data and instruction caches on (SCB->CCR, bits DC and IC)?"
    if clock.wait_states == 0:
        return "is it interrupted often, or in memory that waits?"
    return (
        f"flash has {clock.wait_states} wait states at {clock.hclk_hz / 1e6:g} MHz; are prefetch "
        "and the flash's buffers on, and no more wait states set than that?"
    )
