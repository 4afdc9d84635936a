"""The results as Markdown, with a plot as SVG."""

from collections.abc import Sequence

from benchmarks.peers import RECORD_CYCLES_PER_MAC, TFLM, Peer
from benchmarks.result import Result
from generator.plots.bars import Bar, bars
from generator.plots.canvas import standalone

_HEAD = """# Benchmarks

The reference models of MLPerf Tiny (int8) as `make benchmark` measures them: one inference with a
random input on a bare core with memories that never wait, GCC 12.2, kernels with `-O2` and their
calls with `-Os`. Instructions are exact. Cycles come from the simulator's pipeline model, see
[timing.md](timing.md) for its error.
Every output equals TensorFlow Lite Micro's, byte for byte. MACs are those of the model file, also
where channels that are known beforehand have been dropped; "vww-all" keeps them.

"x TFLM" is our figure divided by that of TensorFlow Lite Micro with CMSIS-NN on the same core
(below 1 is better): instructions, code without the model's constants, arena. "x record" are cycles
per multiply-accumulate, divided by those of the fastest MLPerf Tiny submission on a board with that
core, whose memories do wait.

![Instructions against TensorFlow Lite Micro](benchmarks.svg)

"""
_COLUMNS = (
    *("model", "core", "-O", "instructions", "x TFLM", "cycles", "/MAC", "x record"),
    *("code", "x TFLM", "constants", "arena", "x TFLM", "stack"),
)


def markdown(results: Sequence[Result]) -> str:
    """The whole page."""
    rows = (_COLUMNS, ("---",) * len(_COLUMNS), *map(_cells, results))
    return _HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _cells(r: Result) -> tuple[str, ...]:
    key = (r.model.removesuffix("-all"), r.core)
    peer, record = TFLM.get(key), RECORD_CYCLES_PER_MAC.get(key)
    return (
        r.model,
        r.core.removeprefix("cortex-"),
        r.goal,
        f"{r.instructions:,}",
        _ratio(r.instructions, peer.instructions if peer else None),
        f"{r.cycles:,}" if r.cycles else "",
        f"{r.cycles / r.macs:.2f}" if r.cycles else "",
        _ratio(r.cycles / r.macs if r.cycles else None, record),
        f"{r.code_bytes:,}",
        _ratio(r.code_bytes, peer.code_bytes if peer else None),
        f"{r.constants_bytes:,}",
        f"{r.arena_bytes:,}",
        _ratio(r.arena_bytes, peer.arena_bytes if peer else None),
        f"{r.stack_bytes}",
    )


def _ratio(ours: float | None, theirs: float | None) -> str:
    return f"{ours / theirs:.2f}" if ours and theirs else ""


def svg(results: Sequence[Result]) -> str:
    """Bars: our instructions as a part of TensorFlow Lite Micro's, for `-O time`."""
    pairs = ((r, TFLM.get((r.model.removesuffix("-all"), r.core))) for r in results)
    shown = [_bar(r, peer) for r, peer in pairs if r.goal == "time" and peer is not None]
    label = "Instructions of one inference, TensorFlow Lite Micro with CMSIS-NN = 1"
    return standalone(bars(shown, "instructions, TFLM = 1", label))


def _bar(r: Result, peer: Peer) -> Bar:
    ratio = r.instructions / peer.instructions
    return Bar(
        label=f"{r.model} {r.core.removeprefix('cortex-')}",
        value=ratio,
        low=ratio,
        high=ratio,
        colour=1,
        note=f"{ratio:.2f}",
        title=f"{r.instructions:,} of {peer.instructions:,} instructions",
    )
