"""A recipe for an ordinary network: data, architecture, schedule; the rest is done here."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from generator import readers
from generator.progress import Progress
from generator.quantization import real, stored
from generator.score import Score
from generator.tasks import _folder
from generator.train import card, evaluation, quantization
from generator.train.answers import Anomalies, Classes, Quantity
from generator.train.card import About
from generator.train.data import Data, Float32, Split
from generator.train.fitting import Examples, Schedule, fit
from generator.train.naming import rename_tensors
from generator.train.result import TrainingResult

_SAMPLES_ARE_AMONG = 500


@dataclass(frozen=True)
class Recipe:
    """Everything that a trained task depends on.

    name: of the task. title: one line for people.
    licence: of the model and of the data.
    data_name: the data set, shortly. source: with its makers, where it is published, its licence.
    load: the data, from the folder that the user named, from where it usually lies, or from its
        public place.
    answers: what the network is asked for.
    build: a Keras network for one input shape; it yields logits or the quantity.
    deploy: the network to convert, made of the trained one and of training inputs, where it is not
        simply the trained one.
    augment: varies the inputs of an epoch, (inputs, *shape) of the same shape.
    input_range: the least and greatest number of any input; they set the int8 input's scale.
    pass_mark: the worst score that a release may have.
    samples: where the task's samples are chosen from, if the test split may not be passed on.
    quick_epochs, quick_inputs: what `--quick` makes do with.
    """

    name: str
    title: str
    licence: str
    data_name: str
    source: str
    load: Callable[[Path | None, Progress], Data]
    answers: Classes | Quantity | Anomalies
    build: Callable[[], Any]
    schedule: Schedule
    input_range: tuple[float, float]
    pass_mark: float
    deploy: Callable[[Any, Split], Any] | None = None
    augment: Callable[[Float32, np.random.Generator], Float32] | None = None
    samples: Callable[[], Split] | None = None
    seed: int = 1
    calibration_inputs: int = 500
    quick_epochs: int = 3
    quick_inputs: int = 3000

    def held_out(self, data: Path | None, progress: Progress) -> Split:
        """The inputs never trained on; `generator.train.run.held_out` says more."""
        return self.load(data, progress).testing

    def judge(self, model: Path, testing: Split) -> Score:
        """How good a model file is on held-out inputs, by TensorFlow Lite Micro."""
        return self.answers.score(deployed_answers(model, testing.inputs), testing.truth)

    def train(
        self, *, quick: bool, output: Path, data: Path | None, progress: Progress
    ) -> TrainingResult:
        """Trains, quantises and evaluates; writes the model, its card and samples."""
        started = time.monotonic()
        progress("reading the data", 0, 1)
        loaded = self.load(data, progress)
        recipe = self._quick() if quick else self
        training = loaded.training.drawn(self.quick_inputs if quick else None, self.seed)
        network = recipe.fitted(training, progress)
        progress("quantising", 0, 1)
        model = recipe._convert(network, training, output)
        progress("evaluating", 0, 1)
        return recipe._judge(network, model, loaded.testing, started)

    def _quick(self) -> "Recipe":
        return replace(self, schedule=replace(self.schedule, epochs=self.quick_epochs))

    def fitted(self, training: Split, progress: Progress) -> Any:
        """A trained Keras network."""
        from tensorflow import keras

        keras.utils.set_random_seed(self.seed)
        network = self.build()
        epochs = self.schedule.epochs
        fit(
            network,
            self.answers.loss(self.schedule),
            self.schedule,
            lambda epoch: self._examples(training, epoch),
            lambda done, loss: progress(f"training, loss {loss:.3f}", done, epochs),
        )
        return network

    def _examples(self, training: Split, epoch: int) -> Examples:
        """One epoch's inputs and targets, in random order."""
        rng = np.random.default_rng([self.seed, epoch])
        mixed = training.take(rng.permutation(len(training)))
        inputs = self.augment(mixed.inputs, rng) if self.augment else mixed.inputs
        return inputs, self.answers.targets(mixed.truth)

    def _convert(self, network: Any, training: Split, output: Path) -> Path:
        """Writes the int8 model and beside it the float one; returns the first one's path."""
        complete = self._deployed(network, training)
        path = output / f"{self.name}.tflite"
        path.write_bytes(rename_tensors(quantization.to_int8(complete, self._typical(training))))
        in_float = rename_tensors(quantization.to_float(complete))
        path.with_name(_folder.FLOAT_MODEL).write_bytes(in_float)
        return path

    def _deployed(self, network: Any, training: Split) -> Any:
        if self.deploy is not None:
            return self.deploy(network, training)
        return quantization.with_softmax(network) if self.answers.labels else network

    def _typical(self, training: Split) -> Float32:
        """Inputs for calibration, one of which spans the range that inputs can have."""
        typical = training.drawn(self.calibration_inputs, self.seed).inputs
        typical[0].flat[:2] = self.input_range
        return typical

    def _judge(self, network: Any, model: Path, testing: Split, started: float) -> TrainingResult:
        """Scores both models on the test split and writes card and samples."""
        score = self.judge(model, testing)
        float_score = self._float_score(network, model.with_name(_folder.FLOAT_MODEL), testing)
        self._write_samples(model, testing if self.samples is None else self.samples())
        return TrainingResult(
            task=self.name,
            model=model,
            card=card.write(model, self._about(), score, float_score, self._facts()),
            score=score,
            float_score=float_score,
            seconds=time.monotonic() - started,
        )

    def _float_score(self, network: Any, model: Path, testing: Split) -> Score:
        if self.deploy is not None:
            return self.judge(model, testing)
        predicted = network.predict(testing.inputs, batch_size=100, verbose=0)
        return self.answers.score(predicted, testing.truth)

    def _write_samples(self, model: Path, source: Split) -> None:
        some = source.drawn(_SAMPLES_ARE_AMONG, self.seed)
        outputs = deployed_answers(model, some.inputs)
        chosen = some.take(self.answers.samples(outputs, some.truth))
        names = np.array([self.answers.sample_name(truth) for truth in chosen.truth])
        path = model.with_name(_folder.SAMPLES)
        np.savez_compressed(path, inputs=chosen.inputs, truth=chosen.truth, names=names)

    def _about(self) -> About:
        return About(
            name=self.name,
            title=self.title,
            labels=self.answers.labels,
            licence=self.licence,
            trained=f"{self.schedule.epochs} epochs on {self.data_name}, seed {self.seed}",
            pass_mark=self.pass_mark,
        )

    def _facts(self) -> dict[str, Any]:
        return {
            "recipe": {
                "seed": self.seed,
                "schedule": asdict(self.schedule),
                "input_range": self.input_range,
                "calibration_inputs": self.calibration_inputs,
            },
            "data": self.source,
        }


def deployed_answers(model: Path, inputs: Float32) -> Float32:
    """What a .tflite answers in TensorFlow Lite Micro: real numbers in and out.

    inputs: float32 (inputs, *shape). Returns float32 (inputs, outputs).
    """
    graph = readers.read(model)
    entry, output = graph.tensors[graph.inputs[0]], graph.tensors[graph.outputs[0]]
    return real(output, evaluation.answers(model.read_bytes(), stored(entry, inputs)))
