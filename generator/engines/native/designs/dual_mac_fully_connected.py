"""FULLY_CONNECTED with SMLAD: eight outputs at a time, each weight read once.

Inner loop, per four inputs: 8 loads of weights, 8 extractions and 16 SMLAD for 32
multiply-accumulates. Inputs are widened as they are read, which takes 39 cycles on Cortex-M4 in
all, or once for all outputs into scratch memory, which leaves 37.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engines.native.designs import Offer, _pairs
from generator.engines.native.designs._layer import Layer
from generator.engines.native.designs._pair_lines import PairLines, pair_lines
from generator.graph import Array, Graph, Node
from generator.ops._weights import operands, requantization
from generator.program import Constant, Kernel, Parameter
from generator.targets import Target

_CHANNELS = 8
# One scale for all channels leaves factors more bits to lose, so that layers of larger scales can
# have these, too, and with them the same function.
_SHIFTS = ((9, 0), (10, 0), (10, 1))
# Of four inputs each, of which so many are one turn of the inner loop.
_UNROLLINGS = (16, 8)
_CYCLES_PER_STEP, _CYCLES_PER_WIDE_STEP = 40.0, 37.0
_CYCLES_PER_STEP_BESIDE, _CYCLES_PER_WIDE_STEP_BESIDE = 30.0, 22.0
_CYCLES_PER_TURN, _CYCLES_PER_BLOCK, _CYCLES_PER_BLOCK_OF_TWO_ROUNDINGS = 6.0, 85.0, 110.0
_CYCLES_PER_WIDENED_INPUT = 1.7
_CODE_BYTES, _CODE_BYTES_PER_STEP = 350, 136


@dataclass(frozen=True, eq=False)
class _Packed:
    """The layer's weights and ends, with lines where it has them."""

    layer: Layer
    made: _pairs.Stage
    lines: PairLines | None
    stream: Array


@dataclass(frozen=True)
class _Loop:
    """How the inner loop is written.

    unrolling: steps of four inputs in a turn. widened: whether inputs are widened beforehand.
    beside: whether each load stands behind a multiplication.
    """

    unrolling: int
    widened: bool
    beside: bool

    @property
    def cycles_per_step(self) -> float:
        """Of the core that the loop is written for."""
        if self.beside:
            return _CYCLES_PER_WIDE_STEP_BESIDE if self.widened else _CYCLES_PER_STEP_BESIDE
        return _CYCLES_PER_WIDE_STEP if self.widened else _CYCLES_PER_STEP


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """For int8 with constant, symmetric weights on cores with the DSP extension."""
    if node.op != "FULLY_CONNECTED" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 0)
    if o.given.dtype.name != "int8" or not o.weights.is_constant or o.weight_zero_point:
        return
    stage, rows = requantization(node, o), o.weights.value
    made = _pairs.stage(o, stage, rows)
    if made is None or not _pairs.packable(rows, made.first):
        return
    lines = pair_lines(made, stage, rows, tried_first=_SHIFTS)
    ordered = _pairs.widened_order(rows)
    if lines is None:
        stream = _pairs.blocks(ordered, made, _CHANNELS)
    else:
        stream = _pairs.stream(ordered, lines.starts, lines.ends, _CHANNELS, per_channel=False)
    packed = _Packed(Layer(graph, node, index, o), made, lines, stream)
    # Where loads in a row save nothing, each stands behind a multiplication.
    beside = target.dual_issue or target.lone_load_cycles == 1
    for unrolling in _UNROLLINGS:
        for widened in (False, True):
            yield _offer(packed, _Loop(unrolling, widened, beside))


def _offer(packed: _Packed, loop: _Loop) -> Offer:
    layer, o = packed.layer, packed.layer.o
    depth = o.weights.shape[1]
    rows, fours = o.given.size // depth, -(-depth // 4)
    step = layer.step(
        _kernel(packed, rows, loop),
        _parameters(packed, shared=_shared(packed, rows, loop)),
        scratch_bytes=8 * fours if loop.widened else 0,
    )
    end = _CYCLES_PER_BLOCK if packed.lines else _CYCLES_PER_BLOCK_OF_TWO_ROUNDINGS
    block = fours * loop.cycles_per_step + fours / loop.unrolling * _CYCLES_PER_TURN + end
    cycles = len(packed.stream) * block + loop.widened * depth * _CYCLES_PER_WIDENED_INPUT
    at_once = min(fours, loop.unrolling)
    return Offer(step, rows * cycles, _CODE_BYTES + _CODE_BYTES_PER_STEP * at_once)


def _shared(packed: _Packed, rows: int, loop: _Loop) -> bool:
    """Whether the layer can do with a function for layers of all sizes."""
    outputs, depth = packed.layer.o.weights.shape
    return rows == 1 and outputs % _CHANNELS == 0 and depth % (4 * loop.unrolling) == 0


def _kernel(packed: _Packed, rows: int, loop: _Loop) -> Kernel:
    outputs, depth = packed.layer.o.weights.shape
    steps = -(-depth // 4) if loop.widened else depth // 4
    lines, made = packed.lines, packed.made
    shared = _shared(packed, rows, loop)
    size = f"by_{4 * loop.unrolling}" if shared else f"{rows}x{depth}_to_{outputs}"
    kind = "line" if lines else "" if made.saturates else "clamped"
    return Kernel.of(
        f"fully_connected_{size}_dual_mac{'_widened' if loop.widened else ''}",
        "fully_connected_dual_mac",
        shared=shared,
        rows=rows,
        depth=0 if shared else depth,
        outputs=0 if shared else outputs,
        turns=0 if shared else steps // loop.unrolling,
        steps=loop.unrolling,
        rest=steps % loop.unrolling,
        widened=loop.widened,
        beside=loop.beside and loop.widened,
        by_line=lines is not None,
        shifts=lines.shifts if lines else (),
        rounds_up=made.rounds_up,
        saturates=made.saturates,
        variant="_".join(filter(None, ("shared" if shared else "", kind))),
    )


def _parameters(packed: _Packed, *, shared: bool) -> tuple[Parameter, ...]:
    outputs, depth = packed.layer.o.weights.shape
    layer = packed.layer
    stage = requantization(layer.node, layer.o)
    blocks = Constant(
        f"layer_{layer.index}_blocks", packed.stream, "output / 8, see designs/_pairs.py"
    )
    sizes = (
        Parameter("depth", "int32_t", depth, "inputs"),
        Parameter("outputs", "int32_t", outputs, "outputs"),
    )
    return (
        Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, ends"),
        *(sizes if shared else ()),
        *(() if packed.lines else (_pairs.zero_point(stage),)),
        *(() if packed.made.saturates else _pairs.bounds(stage)),
    )
