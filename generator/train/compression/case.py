"""A trained float network with the data that compressing and judging it need."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.progress import Progress
from generator.train.answers import Classes, Quantity
from generator.train.data import Data, Float32, Split
from generator.train.fitting import Examples, Schedule, fit

_CALIBRATION_INPUTS = 500


@dataclass(frozen=True, eq=False)
class Case:
    """What every method starts from.

    name: of the task or file.
    network: a trained Keras 2 network that yields logits or a quantity.
    data: inputs with their truth, to learn from and to be judged by.
    answers: what the network is asked for.
    schedule: how it was trained; fine-tuning takes a part of its epochs.
    augment: varies an epoch's inputs.
    input_range: the least and greatest number of any input.
    """

    name: str
    network: Any
    data: Data
    answers: Classes | Quantity
    schedule: Schedule
    augment: Callable[[Float32, np.random.Generator], Float32] | None
    input_range: tuple[float, float]
    seed: int

    @property
    def fine_tuning(self) -> Schedule:
        """A quarter of the epochs at a third of the rate: the network is trained already."""
        epochs = max(2, self.schedule.epochs // 4)
        return replace(
            self.schedule, epochs=epochs, peak_rate=self.schedule.peak_rate / 3, warmup_epochs=0
        )

    @property
    def steps(self) -> int:
        """How often fine-tuning changes the weights."""
        per_epoch = -(-len(self.data.training) // self.schedule.batch)
        return self.fine_tuning.epochs * per_epoch

    def fine_tune(
        self, network: Any, what: str, progress: Progress, callbacks: tuple[Any, ...] = ()
    ) -> None:
        """Trains a changed copy of the network on, in place."""
        from tensorflow import keras

        keras.utils.set_random_seed(self.seed)
        schedule = self.fine_tuning
        fit(
            network,
            self.answers.loss(schedule),
            schedule,
            self._examples,
            lambda done, loss: progress(f"{what}, loss {loss:.3f}", done, schedule.epochs),
            callbacks,
        )

    def calibration(self) -> Float32:
        """Typical inputs, one of which spans the range that inputs can have."""
        typical = self.data.training.drawn(_CALIBRATION_INPUTS, self.seed).inputs.copy()
        typical[0].flat[:2] = self.input_range
        return typical

    def copy(self) -> Any:
        """A network with the same weights, to be changed."""
        from tensorflow import keras

        twin = keras.models.clone_model(self.network)
        twin.set_weights(self.network.get_weights())
        return twin

    def _examples(self, epoch: int) -> Examples:
        rng = np.random.default_rng([self.seed, 1, epoch])
        mixed: Split = self.data.training.take(rng.permutation(len(self.data.training)))
        inputs = self.augment(mixed.inputs, rng) if self.augment else mixed.inputs
        return inputs, self.answers.targets(mixed.truth)
