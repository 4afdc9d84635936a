"""Takes whole output channels out of a Keras 2 network, with all weights that read them.

The channels whose weights have the least L1 norm go first (Li et al., "Pruning Filters for
Efficient ConvNets", arXiv:1608.08710, section 3.1).
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.errors import ModelError

Mask = npt.NDArray[np.bool_]

# Layers whose output channels can go, and the setting that says how many there are.
_COUNTED = {"Conv1D": "filters", "Conv2D": "filters", "Dense": "units"}
# Layers that have the channels of their input.
_SAME = {
    *("BatchNormalization", "Activation", "ReLU", "LeakyReLU", "Dropout", "SpatialDropout2D"),
    *("MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D", "ZeroPadding2D"),
    *("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling2D"),
    *("DepthwiseConv2D", "InputLayer"),
}
# Settings under which an output channel reads more or less than all channels, or another one.
_ORDINARY = {"groups": 1, "depth_multiplier": 1}


@dataclass
class _Channels:
    """Which channels of each layer's input and output stay, by the layer's name."""

    read: dict[str, Mask] = field(default_factory=dict)
    written: dict[str, Mask] = field(default_factory=dict)


def without_weak_channels(network: Any, share: float) -> Any:
    """A network of the same layers with this share of each layer's channels gone.

    Layers whose channels meet others', in a sum or a reshape, and the last one keep all theirs.
    Raises ModelError where no layer can lose channels.
    """
    from tensorflow import keras

    kept = _choose(network, share)

    def smaller(layer: Any) -> Any:
        settings = layer.get_config()
        count = _COUNTED.get(type(layer).__name__)
        if count:
            settings[count] = int(kept.written[layer.name].sum())
        return type(layer).from_config(settings)

    result = keras.models.clone_model(network, clone_function=smaller)
    for old, new in zip(network.layers, result.layers, strict=True):
        new.set_weights(_cut(old, kept))
    return result


def _choose(network: Any, share: float) -> _Channels:
    """Follows the channels through the network until no layer has to be let alone any more."""
    last = network.layers[-1].name
    fixed: set[str] = {_last_counted(network) or last}
    while True:
        kept, blocked = _follow(network, share, fixed)
        if blocked <= fixed:
            break
        fixed |= blocked
    if all(mask.all() for mask in kept.written.values()):
        raise ModelError("No layer of this network can lose whole channels.")
    return kept


def _last_counted(network: Any) -> str | None:
    """The layer that yields the answers."""
    names = [layer.name for layer in network.layers if type(layer).__name__ in _COUNTED]
    return names[-1] if names else None


def _follow(network: Any, share: float, fixed: set[str]) -> tuple[_Channels, set[str]]:
    """The channels that stay, and the layers that may not lose any after all."""
    kept, blocked = _Channels(), set[str]()
    # By the output's identity: its mask, and the layer that chose it.
    masks: dict[int, tuple[Mask, str]] = {}
    for layer in network.layers:
        entries = layer.input if isinstance(layer.input, list) else [layer.input]
        full = np.ones(int(entries[0].shape[-1] or 1), dtype=bool)
        mask, owner = masks.get(id(entries[0]), (full, ""))
        kept.read[layer.name] = mask
        kind = type(layer).__name__ if _ordinary(layer) else ""
        if kind in _COUNTED:
            mask, owner = _strongest(layer, 0.0 if layer.name in fixed else share), layer.name
        elif kind == "Flatten":
            mask = np.tile(mask, int(layer.output.shape[-1]) // len(mask))
        elif kind not in _SAME:
            blocked |= {masks[id(entry)][1] for entry in entries if id(entry) in masks}
            mask, owner = np.ones(int(layer.output.shape[-1]), dtype=bool), ""
        kept.written[layer.name] = mask
        masks[id(layer.output)] = (mask, owner)
    return kept, blocked - {""}


def _ordinary(layer: Any) -> bool:
    return all(getattr(layer, name, usual) == usual for name, usual in _ORDINARY.items())


def _strongest(layer: Any, share: float) -> Mask:
    kernel = layer.get_weights()[0]
    norms = np.abs(kernel).reshape(-1, kernel.shape[-1]).sum(axis=0)
    gone = min(round(share * len(norms)), len(norms) - 1)
    mask = np.ones(len(norms), dtype=bool)
    mask[np.argsort(norms, kind="stable")[:gone]] = False
    return mask


def _cut(layer: Any, kept: _Channels) -> list[npt.NDArray[Any]]:
    """A layer's weights without the channels that are gone."""
    read, written = kept.read[layer.name], kept.written[layer.name]
    kind = type(layer).__name__
    weights: list[npt.NDArray[Any]] = layer.get_weights()
    if kind in _COUNTED:
        # Kernels are (..., inputs, outputs), biases (outputs,).
        return [w[..., read, :][..., written] if w.ndim > 1 else w[written] for w in weights]
    if kind == "DepthwiseConv2D":
        # Kernels are (height, width, channels, multiplier), biases (channels * multiplier,).
        return [w[:, :, read] if w.ndim > 1 else w[written] for w in weights]
    if kind == "BatchNormalization":
        return [w[written] for w in weights]
    return weights
