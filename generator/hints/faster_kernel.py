"""Another kernel than the one chosen would be faster, and costs flash or RAM."""

from generator.hints import Seen

_WORTH_SAYING = 1.15


def hint(layer: Seen) -> str | None:
    """What `-O time` would take instead, how much faster by the estimates, and for how much."""
    mine, other = layer.predicted, layer.fastest_predicted
    chosen, fastest = layer.step.kernel, layer.fastest.kernel if layer.fastest else None
    if mine is None or other is None or chosen is None or fastest is None or not other.cycles:
        return None
    times = mine.cycles / other.cycles
    if chosen.template == fastest.template or times < _WORTH_SAYING:
        return None
    assert layer.fastest is not None
    costs = layer.fastest.weights_bytes - layer.step.weights_bytes
    costs += layer.fastest.code_bytes - layer.step.code_bytes
    scratch = layer.fastest.scratch_bytes - layer.step.scratch_bytes
    prices = [f"{n:,} bytes of {kind}" for n, kind in ((costs, "flash"), (scratch, "RAM")) if n > 0]
    price = f" for about {' and '.join(prices)}" if prices else ""
    return (
        f"the kernel {chosen.template} was chosen; with -O time it is {fastest.template}, "
        f"{times:.1f}x as fast{price}"
    )
