"""Fits a Keras network to examples that are made anew for every epoch."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Examples = tuple[Float32, Float32]


@dataclass(frozen=True)
class Schedule:
    """How to fit.

    peak_rate: AdamW's learning rate after `warmup_epochs`, from there to zero by a cosine.
    label_smoothing: share of the target spread over all labels; of no use without labels.
    """

    epochs: int
    batch: int
    peak_rate: float
    warmup_epochs: int = 1
    weight_decay: float = 1e-2
    label_smoothing: float = 0.0


def classifying(schedule: Schedule) -> Any:
    """The loss of a network that yields logits, for targets of one share for each label."""
    from tensorflow import keras

    return keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=schedule.label_smoothing
    )


def fit(
    model: Any,
    loss: Any,
    schedule: Schedule,
    examples: Callable[[int], Examples],
    progress: Callable[[int, float], None],
    callbacks: Sequence[Any] = (),
) -> None:
    """Trains a network; `examples(epoch)` gives inputs and targets, float32 (inputs, outputs).

    The next epoch's examples are made while the present one is learned. `progress` gets the
    number of epochs done and the last one's mean loss. `callbacks` are Keras's own.
    """
    for epoch, (inputs, targets) in enumerate(_ahead(examples, schedule.epochs)):
        if epoch == 0:
            model.compile(_optimizer(schedule, -(-len(inputs) // schedule.batch)), loss)
        history = model.fit(
            inputs, targets, batch_size=schedule.batch, verbose=0, callbacks=list(callbacks)
        )
        progress(epoch + 1, float(history.history["loss"][0]))


def _optimizer(schedule: Schedule, steps_per_epoch: int) -> Any:
    from tensorflow import keras

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
