"""A network with int8's rounding in place, to be trained on, by tensorflow-model-optimization."""

from typing import Any

from generator.train.compression.case import Case
from generator.train.data import Float32

# By how much of the way a batch moves the ranges of activations: tensorflow-model-optimization's
# MovingAverageQuantizer, `ema_decay`.
_MOVED_BY = 1 / 1000


def with_rounding(case: Case, network: Any) -> Any:
    """The network with quantisers in it, whose ranges are those of typical inputs.

    They would begin at -6 to 6, and a short fine-tuning would not bring them down to what the
    activations take: fewer steps of int8 for the same values, and after a ReLU none of them at 0,
    which slow kernels have to clamp.
    """
    from tensorflow_model_optimization.quantization import keras as quantization

    rounding = quantization.quantize_model(network)
    _set_ranges(rounding, case.calibration())
    return rounding


def _set_ranges(network: Any, inputs: Float32) -> None:
    """As often as there are layers, for a range that is too small cuts what comes behind it."""
    kept = network.get_weights()
    ranges = _activation_ranges(network)
    for _ in network.layers:
        before = [each.numpy() for each in ranges]
        network(inputs, training=True)
        found = [
            old + (each.numpy() - old) / _MOVED_BY for each, old in zip(ranges, before, strict=True)
        ]
        # The batch also moved what batch normalisation and others keep.
        network.set_weights(kept)
        for each, value in zip(ranges, found, strict=True):
            each.assign(value)
        kept = network.get_weights()


def _activation_ranges(network: Any) -> list[Any]:
    """The variables that a moving average of least or greatest activations is kept in.

    Neither those of the inputs nor those of weights: they follow at once.
    """
    layers = [layer for layer in network.layers if hasattr(layer, "quantize_config")]
    of_weights = {
        id(variable)
        for layer in layers
        for _, _, found in layer._weight_vars
        for variable in found.values()
    }
    return [
        variable
        for layer in layers
        for variable in layer.non_trainable_weights
        if variable.name.removesuffix(":0").endswith(("_min", "_max"))
        and id(variable) not in of_weights
    ]
