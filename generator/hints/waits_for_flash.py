"""Much of the layer's time is spent waiting for constants from flash."""

from generator.hints import Seen

_FAIR_SHARE = 0.2


def hint(layer: Seen) -> str | None:
    """Says how much, by the estimate's own account of waiting."""
    predicted = layer.predicted
    if predicted is None or predicted.cycles <= 0:
        return None
    share = predicted.waiting_cycles / predicted.cycles
    if share < _FAIR_SHARE:
        return None
    clock = layer.board.clock
    return (
        f"about {share:.0%} of it waits for flash, which has {clock.wait_states} wait states at "
        f"{clock.hclk_hz / 1e6:g} MHz: a lower clock costs less time than it seems"
    )
