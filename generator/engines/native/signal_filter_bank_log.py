"""SIGNAL_FILTER_BANK_LOG: channel by channel, with one table for all."""

from generator.engines.native._signal import signal_step
from generator.graph import Graph, Node
from generator.ops._signal import number
from generator.ops.signal_filter_bank_log import LN_2, TABLE
from generator.program import Constant, Parameter, Step
from generator.targets import Target

_TABLE = Constant("log2_table", TABLE, "log2(1 + x) - x, in steps of 1/128")


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return signal_step(
        graph,
        node,
        index,
        (Parameter("table", "const uint16_t *", _TABLE, "log2(1 + x) - x, in steps of 1/128"),),
        bits=number(node, "input_correction_bits"),
        scale=number(node, "output_scale"),
        ln_2=LN_2,
    )
