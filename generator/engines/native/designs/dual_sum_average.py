"""AVERAGE_POOL_2D over a whole image with SXTAB16: four channels at a time, two sums in a word.

About one instruction an input on Cortex-M4 instead of five.
"""

from collections.abc import Iterator

from generator.engines.native.designs import Offer
from generator.graph import Graph, Node
from generator.ops._pooling import limits, windows
from generator.ops.average_pool_2d import rounds_up
from generator.program import Kernel, Parameter, Step
from generator.targets import Target

# int8 sums of so many inputs fit 16 bits.
_GREATEST_COUNT = 255
_CYCLES_PER_FOUR_INPUTS, _CYCLES_PER_CHANNEL = 6.0, 30.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 on cores with the DSP extension where the window is the image."""
    if node.op != "AVERAGE_POOL_2D" or not target.dsp or target.mve or rounds_up(node):
        return
    given = graph.input_tensor(node, 0)
    vertical, horizontal = windows(graph, node)
    whole = all(a.output_size == 1 and a.window == a.input_size for a in (vertical, horizontal))
    count = vertical.window * horizontal.window
    unpadded = not vertical.padded and not horizontal.padded
    fits = given.shape[0] == 1 and given.shape[3] % 4 == 0 and count <= _GREATEST_COUNT
    if given.dtype.name == "int8" and whole and unpadded and fits:
        yield _offer(graph, node, index, count)


def _offer(graph: Graph, node: Node, index: int, count: int) -> Offer:
    given = graph.input_tensor(node, 0)
    channels = given.shape[3]
    low, high = (int(limit) for limit in limits(graph, node))
    bounded = (low, high) != (-128, 127)
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"average_pool_{count}x{channels}_dual_sum",
            "average_pool_2d_dual_sum",
            channels=channels,
            count=count,
            bounded=bounded,
            variant="clamped" if bounded else "",
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("minimum", "int32_t", low, "least output of the activation"),
            Parameter("maximum", "int32_t", high, "greatest output of the activation"),
        )
        if bounded
        else (),
    )
    cycles = channels * (count / 4 * _CYCLES_PER_FOUR_INPUTS + _CYCLES_PER_CHANNEL)
    return Offer(step, cycles, 200)
