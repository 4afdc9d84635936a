"""Fits a Keras classifier to examples that are made anew for every epoch."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from tensorflow import keras

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]
Examples = tuple[Float32, Int64]


@dataclass(frozen=True)
class Schedule:
    """How to fit.

    peak_rate: AdamW's learning rate after `warmup_epochs`, from there to zero by a cosine.
    label_smoothing: share of the target spread over all labels.
    """

    epochs: int
    batch: int
    peak_rate: float
    warmup_epochs: int
    weight_decay: float
    label_smoothing: float


def fit(
    model: Any,
    labels: int,
    schedule: Schedule,
    examples: Callable[[int], Examples],
    progress: Callable[[int, float], None],
) -> None:
    """Trains a model that yields logits; `examples(epoch)` gives inputs and label indices.

    The next epoch's examples are made while the present one is learned. `progress` gets the
    number of epochs done and the last one's mean loss.
    """
    loss = keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=schedule.label_smoothing
    )
    targets = np.eye(labels, dtype=np.float32)
    for epoch, (inputs, truth) in enumerate(_ahead(examples, schedule.epochs)):
        if epoch == 0:
            model.compile(_optimizer(schedule, -(-len(truth) // schedule.batch)), loss)
        history = model.fit(inputs, targets[truth], batch_size=schedule.batch, verbose=0)
        progress(epoch + 1, float(history.history["loss"][0]))


def _optimizer(schedule: Schedule, steps_per_epoch: int) -> Any:
    rate = keras.optimizers.schedules.CosineDecay(
        0.0,
        (schedule.epochs - schedule.warmup_epochs) * steps_per_epoch,
        warmup_target=schedule.peak_rate,
        warmup_steps=schedule.warmup_epochs * steps_per_epoch,
    )
    return keras.optimizers.AdamW(rate, weight_decay=schedule.weight_decay)


def _ahead(examples: Callable[[int], Examples], epochs: int) -> Iterator[Examples]:
    with ThreadPoolExecutor(1) as worker:
        waiting = worker.submit(examples, 0)
        for epoch in range(1, epochs + 1):
            ready = waiting.result()
            if epoch < epochs:
                waiting = worker.submit(examples, epoch)
            yield ready
