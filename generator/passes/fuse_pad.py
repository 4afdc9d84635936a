"""PAD before a convolution becomes the convolution's own padding."""

from dataclasses import replace
from types import MappingProxyType

from generator.graph import Graph, Node
from generator.ops._convolution import axes
from generator.ops._padding import paddings
from generator.passes._rewrite import is_sound, links, plural, without

_CONVOLUTIONS = ("CONV_2D", "DEPTHWISE_CONV_2D")


def fuse_pad(graph: Graph) -> tuple[Graph, str | None]:
    """The graph without the PAD nodes that only convolutions without padding read.

    Exact, as both pad with what stands for 0.0. Saves a copy of the image in RAM and its making.
    """
    saved_bytes = fused = 0
    for pad in graph.nodes:
        if pad.op == "PAD" and is_sound(graph, pad) and _pads_zeros_around_image(graph, pad):
            readers = links(graph).readers.get(pad.outputs[0], ())
            joined = {n.name: _padded(graph, pad, n) for n in readers if _takes(graph, pad, n)}
            if readers and len(joined) == len(readers) and pad.outputs[0] not in graph.outputs:
                saved_bytes += graph.output_tensor(pad).size_bytes
                nodes = (joined.get(n.name, n) for n in without(graph.nodes, [pad]))
                graph = graph.with_nodes(tuple(nodes))
                fused += 1
    if not fused:
        return graph, None
    return graph, f"moved {plural(fused, 'PAD')} into convolutions, {saved_bytes} bytes of images"


def _pads_zeros_around_image(graph: Graph, pad: Node) -> bool:
    given, output = graph.input_tensor(pad, 0), graph.output_tensor(pad)
    if graph.optional_input(pad, 2) is not None or len(given.shape) != 4 or given.variable:
        return False
    batch, _, _, channels = paddings(graph, pad)
    alike = given.dtype == output.dtype and given.quantization == output.quantization
    zero = output.dtype.kind == "f" or output.quantization is not None
    return alike and zero and not any((*batch, *channels))


def _padded(graph: Graph, pad: Node, convolution: Node) -> Node:
    """The convolution with the padding in its attributes."""
    _, (top, bottom), (left, right), _ = paddings(graph, pad)
    sides = {"pad_top": top, "pad_bottom": bottom, "pad_left": left, "pad_right": right}
    attributes = MappingProxyType({**convolution.attributes, **sides})
    inputs = (pad.inputs[0], *convolution.inputs[1:])
    return replace(convolution, attributes=attributes, inputs=inputs)


def _takes(graph: Graph, pad: Node, reader: Node) -> bool:
    """Whether the reader is a convolution of the image that stays sound with its own padding."""
    if reader.op not in _CONVOLUTIONS or pad.outputs[0] in reader.inputs[1:]:
        return False
    if reader.attributes.get("padding") != "VALID" or "pad_top" in reader.attributes:
        return False
    if not is_sound(graph, reader):
        return False
    joined = _padded(graph, pad, reader)
    return is_sound(graph, joined) and _every_window_meets_the_image(graph, joined)


def _every_window_meets_the_image(graph: Graph, node: Node) -> bool:
    """Kernels count on it: no window lies in the padding alone."""
    _, height, width, _ = graph.input_tensor(node, 1).shape
    return all(
        axis.pad_before < axis.reach
        and (axis.output_size - 1) * axis.stride - axis.pad_before < axis.input_size
        for axis in axes(graph, node, (height, width))
    )
