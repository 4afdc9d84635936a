"""Quantisation-aware training that keeps the zeros of a pruned network."""

from typing import Any

from generator.progress import Progress
from generator.train.compression.case import Case
from generator.train.compression.deployment import to_tflite
from generator.train.compression.rounding import with_rounding
from generator.train.compression.sparsity import constant, pruned
from generator.train.compression.wishes import Wishes

TITLE = "pruned, then quantisation-aware training that keeps the zeros, int8"
ORDER = 7


def compress(case: Case, wishes: Wishes, progress: Progress) -> bytes:
    """The int8 file, with the wished share of zeros among the weights."""
    sparse = pruned(case, constant(case, wishes.sparsity), "pruning single weights", progress)
    network = with_rounding(case, sparse)
    case.fine_tune(network, "training with the zeros kept", progress, (_zero_keeper(network),))
    return to_tflite(case, network, "int8")


def _zero_keeper(network: Any) -> Any:
    """Puts back the zeros of all kernels after every step of training."""
    import tensorflow as tf
    from tensorflow import keras

    masks = [
        (weight, tf.cast(tf.not_equal(weight, 0.0), weight.dtype))
        for weight in network.trainable_weights
        if "kernel" in weight.name
    ]

    def put_back(batch: int, logs: dict[str, float] | None) -> None:
        del batch, logs
        for weight, mask in masks:
            weight.assign(weight * mask)

    return keras.callbacks.LambdaCallback(on_train_batch_end=put_back)
