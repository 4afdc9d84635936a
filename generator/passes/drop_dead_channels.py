"""Channels whose value is known before the model runs, because their weights are all zero.

A convolution with zero weights for a channel gives one number everywhere; so may a depthwise
convolution over such a channel, pooling, and a convolution that reads nothing else. Where the
layers that read a channel can do without it, its number times their weights joins their bias and
the channel is not computed at all. This is exact: sums are integers, and where the readers pad,
only a channel that holds the padding's own value is dropped.

Two walks: forwards, which channels are constant; backwards, which of them every reader can miss.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.graph import Array, Graph, Node, Quantization, Tensor
from generator.ops._weights import sums_are_wide
from generator.passes._channels import (
    DEPTHWISE,
    POOLS,
    WEIGHTED,
    Layer,
    constant_outputs,
    layer_of,
    shaped_like_channels,
)
from generator.passes._rewrite import (
    Links,
    constant_bytes,
    constant_like,
    is_sound,
    links,
    macs,
    plural,
    unused_name,
    with_tensors,
)

Flags = Array  # bool, one for each channel


@dataclass(frozen=True, eq=False)
class _Channels:
    """known: tensor -> its constant channels' stored values, NaN for the others.

    dropped: tensor -> which of its channels are not computed.
    """

    known: Mapping[str, Array]
    dropped: Mapping[str, Flags]


def drop_dead_channels(graph: Graph) -> tuple[Graph, str | None]:
    """The graph without the channels that no layer needs to read."""
    linked = links(graph)
    layers = {n.name: layer_of(graph, n) for n in graph.nodes if is_sound(graph, n)}
    known = _known(graph, layers)
    dropped = _agreed(graph, layers, _droppable(graph, linked, layers, known))
    count = sum(int(flags.sum()) for flags in dropped.values())
    if not count:
        return graph, None
    smaller = _rebuilt(graph, layers, _Channels(known, dropped))
    before, after = macs(graph), macs(smaller)
    saved_bytes = constant_bytes(graph) - constant_bytes(smaller)
    text = (
        f"left out {plural(count, 'channel')} whose value is known: {before - after} of {before} "
        f"multiply-accumulates and {saved_bytes} bytes of weights"
    )
    return smaller, text


def _known(graph: Graph, layers: Mapping[str, Layer | None]) -> dict[str, Array]:
    """Forwards: the constant channels of every activation that a known layer writes."""
    known: dict[str, Array] = {}
    for node in graph.nodes:
        layer = layers.get(node.name)
        if layer is not None:
            unknown = np.full(layer.given.shape[-1], np.nan)
            given = known.get(layer.given.name, unknown)
            known[layer.output.name] = constant_outputs(graph, layer, given)
    return known


def _droppable(
    graph: Graph, linked: Links, layers: Mapping[str, Layer | None], known: Mapping[str, Array]
) -> dict[str, Flags]:
    """Backwards: the channels of each tensor that all of its readers can do without."""
    missable: dict[str, Flags] = {}
    for node in reversed(graph.nodes):
        layer = layers.get(node.name)
        if layer is None:
            continue
        name = layer.output.name
        flags = np.full(layer.output.shape[-1], name not in graph.outputs)
        for reader in linked.readers.get(name, ()):
            reading = layers.get(reader.name)
            values = known.get(name, np.full(len(flags), np.nan))
            flags = flags & _missable(reading, name, values, missable)
        missable[name] = flags
    return missable


def _missable(
    layer: Layer | None, name: str, values: Array, missable: Mapping[str, Flags]
) -> Flags:
    """Which channels of its input one reader can do without."""
    nothing = np.zeros(len(values), bool)
    if layer is None or layer.given.name != name or layer.node.inputs.count(name) != 1:
        return nothing
    if layer.node.op in WEIGHTED:
        return layer.folds(values)
    after = missable[layer.output.name]
    return np.asarray(after.reshape(len(values), -1).all(axis=1))


def _agreed(
    graph: Graph,
    layers: Mapping[str, Layer | None],
    missable: Mapping[str, Flags],
) -> dict[str, Flags]:
    """The channels that the writers leave out.

    A convolution can leave out any; depthwise layers and pools only those that their input lacks.
    One channel always stays.
    """
    dropped: dict[str, Flags] = {}
    for node in graph.nodes:
        layer = layers.get(node.name)
        if layer is None:
            continue
        flags = missable[layer.output.name]
        if node.op not in WEIGHTED:
            missing = dropped.get(layer.given.name, np.zeros(layer.given.shape[-1], bool))
            flags = np.repeat(missing, len(flags) // len(missing))
        elif not layer.may_drop_outputs:
            flags = np.zeros_like(flags)
        elif flags.all():
            flags = np.arange(len(flags)) > 0
        dropped[layer.output.name] = flags
    return dropped


def _rebuilt(graph: Graph, layers: Mapping[str, Layer | None], channels: _Channels) -> Graph:
    """The graph with smaller tensors and weights, and biases that hold what is left out."""
    tensors: list[Tensor] = []
    nodes: list[Node] = []
    for node in graph.nodes:
        layer = layers.get(node.name)
        if layer is None or not _touched(layer, channels):
            nodes.append(node)
            continue
        made, constants = _smaller(graph, layer, channels)
        nodes.append(made)
        tensors.extend(constants)
    for name, flags in channels.dropped.items():
        if flags.any():
            tensor = graph.tensors[name]
            kept = int((~flags).sum())
            tensors.append(replace(tensor, shape=(*tensor.shape[:-1], kept)))
    return with_tensors(graph, tensors).with_nodes(tuple(nodes))


def _touched(layer: Layer, channels: _Channels) -> bool:
    names = (layer.given.name, layer.output.name)
    return any(name in channels.dropped and channels.dropped[name].any() for name in names)


def _smaller(graph: Graph, layer: Layer, channels: _Channels) -> tuple[Node, tuple[Tensor, ...]]:
    """One layer on fewer channels, with the constants that it reads instead of the old ones."""
    kept_out = ~channels.dropped[layer.output.name]
    missing = channels.dropped.get(layer.given.name)
    kept_in = np.ones(layer.given.shape[-1], bool) if missing is None else ~missing
    node = layer.node
    if node.op in POOLS:
        return node, ()
    if shaped_like_channels(layer):
        return replace(node, inputs=node.inputs[:1]), ()
    known = channels.known.get(layer.given.name, np.full(len(kept_in), np.nan))
    weights, bias = _constants(layer, kept_in, kept_out, known)
    named = (
        replace(weights, name=unused_name(graph, f"{weights.name}/{node.name}")),
        replace(bias, name=unused_name(graph, f"bias/{node.name}")),
    )
    return replace(node, inputs=(layer.given.name, *(t.name for t in named))), named


def _constants(
    layer: Layer, kept_in: Flags, kept_out: Flags, known: Array
) -> tuple[Tensor, Tensor]:
    """Weights and bias on the channels that stay."""
    assert layer.weights is not None
    values = layer.weights.value
    if layer.node.op == DEPTHWISE:
        smaller = values[..., kept_out]
        sums = np.zeros(len(kept_out))
    else:
        smaller = values[kept_out][..., kept_in]
        sums = layer.contribution(known, ~kept_in)
    weights = constant_like(layer.weights, np.ascontiguousarray(smaller))
    weights = replace(weights, quantization=_sliced(layer.weights.quantization, kept_out))
    return weights, _bias(layer, sums, kept_out)


def _sliced(quantization: Quantization | None, kept: Flags) -> Quantization | None:
    """Scales of the channels that stay; one scale for all stays one."""
    if quantization is None or not quantization.per_channel:
        return quantization
    scales = tuple(s for s, keep in zip(quantization.scales, kept, strict=True) if keep)
    zeros = tuple(z for z, keep in zip(quantization.zero_points, kept, strict=True) if keep)
    return replace(quantization, scales=scales, zero_points=zeros)


def _bias(layer: Layer, sums: Array, kept_out: Flags) -> Tensor:
    """The old bias plus what the missing channels gave; wraps as the sums do."""
    if layer.is_float:
        old = np.zeros(len(kept_out), np.float32) if layer.bias is None else layer.bias.value
        return _bias_tensor(layer, old.reshape(-1).astype(np.float32), kept_out)
    wide = sums_are_wide(layer.node, layer.operands)
    dtype = np.dtype(np.int64 if wide else np.int32)
    bias = np.zeros(len(kept_out), np.int64) if layer.bias is None else layer.bias.value.reshape(-1)
    total = bias.astype(np.int64) + sums.astype(np.int64)
    return _bias_tensor(layer, total.astype(dtype), kept_out)


def _bias_tensor(layer: Layer, values: Array, kept: Flags) -> Tensor:
    """A bias on the channels that stay, of the old one's scales or those that a bias has."""
    quantization = None if layer.bias is None else layer.bias.quantization
    if layer.bias is None and not layer.is_float and layer.weights is not None:
        factors = layer.weights.affine.scales
        scales = tuple(layer.given.affine.scale * factor for factor in factors)
        quantization = Quantization(scales, (0,) * len(scales))
    data = np.ascontiguousarray(values[kept])
    return constant_like(Tensor("", data.shape, data.dtype, _sliced(quantization, kept)), data)
