"""SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION: the noise is an output twice: kept, and handed on."""

from generator.engines.native._signal import signal_step
from generator.graph import Graph, Node
from generator.ops._signal import number
from generator.ops.signal_filter_bank_spectral_subtraction import COEFFICIENTS
from generator.program import Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    return signal_step(
        graph,
        node,
        index,
        tuple(Parameter(name, "uint32_t", number(node, name), "") for name in COEFFICIENTS),
        in_place=True,
        smoothing_bits=number(node, "smoothing_bits"),
        fraction_bits=number(node, "spectral_subtraction_bits"),
        clamping=bool(number(node, "clamping")),
    )
