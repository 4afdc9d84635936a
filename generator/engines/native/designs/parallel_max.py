"""MAX_POOL_2D of four channels at once: a word of bytes against another.

With the DSP extension SSUB8 compares four bytes and SEL takes the greater ones. Without, a
subtraction that cannot borrow from byte to byte compares them, in twelve instructions.
"""

from collections.abc import Iterator

from generator.engines.native._overlap import sliding_window
from generator.engines.native.conv_2d import axis
from generator.engines.native.designs import Offer
from generator.graph import Graph, Node
from generator.ops._pooling import limits, windows
from generator.program import Kernel, Step
from generator.targets import Target

_CHANNELS_AT_ONCE = 4
# A word loaded and compared; then what each word of outputs takes besides.
_CYCLES_PER_WORD, _CYCLES_PER_WORD_WITHOUT_DSP, _CYCLES_PER_WORD_OF_OUTPUTS = 5.0, 16.0, 16.0
_CODE_BYTES, _CODE_BYTES_WITHOUT_DSP = 180, 260


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with whole words of channels and no bounds but the type's.

    The words lie at multiples of four in the arena; constants may lie anywhere.
    """
    if node.op != "MAX_POOL_2D" or target.mve or graph.input_tensor(node, 0).is_constant:
        return
    given = graph.input_tensor(node, 0)
    whole = given.shape[0] == 1 and given.shape[3] % _CHANNELS_AT_ONCE == 0
    if given.dtype.name == "int8" and whole and limits(graph, node) == (-128, 127):
        yield _offer(graph, node, index, target.dsp)


def _offer(graph: Graph, node: Node, index: int, dsp: bool) -> Offer:
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    vertical, horizontal = windows(graph, node)
    _, height, width, channels = given.shape
    window = f"{vertical.window}x{horizontal.window}"
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"max_pool_{height}x{width}x{channels}_window_{window}_parallel",
            "max_pool_2d_parallel",
            channels=channels,
            vertical=axis(vertical),
            horizontal=axis(horizontal),
            padded=vertical.padded or horizontal.padded,
            dsp=dsp,
        ),
        inputs=(given.name,),
        outputs=(output.name,),
        overlaps=sliding_window(
            given.name, vertical, horizontal, channels, channels, reads_pixel_first=False
        ),
    )
    compared = vertical.window * horizontal.window
    each = _CYCLES_PER_WORD if dsp else _CYCLES_PER_WORD_WITHOUT_DSP
    words = output.size / _CHANNELS_AT_ONCE
    cycles = words * (compared * each + _CYCLES_PER_WORD_OF_OUTPUTS)
    return Offer(step, cycles, _CODE_BYTES if dsp else _CODE_BYTES_WITHOUT_DSP)
