"""Keyword spotting: eight words, "unknown" and "silence", from Speech Commands."""

import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.progress import Progress
from generator.score import Score
from generator.tasks._folder import FLOAT_MODEL
from generator.train import card, evaluation, keywords, quantization
from generator.train.answers import Classes
from generator.train.augmentation import Augmentation, silences, stretches
from generator.train.card import About
from generator.train.data import Split
from generator.train.datasets import speech_commands
from generator.train.datasets.speech_commands.clips import (
    ATTRIBUTION,
    LICENCE,
    Clips,
    SpeechCommands,
)
from generator.train.fitting import Examples, Schedule, fit
from generator.train.frontends import log_mel
from generator.train.naming import rename_tensors
from generator.train.networks.temporal_ds_cnn import TemporalDsCnn
from generator.train.recipe import deployed_answers
from generator.train.result import TrainingResult

# The public test set's clips of these words are neither of the eight nor in its "unknown" share.
EXTRA_TEST_WORDS = ("on", "off")

Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Float32 = npt.NDArray[np.float32]

ANSWERS = Classes(keywords.LABELS)


@dataclass(frozen=True)
class Recipe:
    """Everything that the result depends on besides the data.

    clips: how many training clips are used, None for all.
    silence_share: clips without a word added in every epoch, as a share of those with one.
    calibration_clips: from which the converter takes the ranges of the activations.
    """

    seed: int
    clips: int | None
    silence_share: float
    calibration_clips: int
    schedule: Schedule
    network: TemporalDsCnn
    augmentation: Augmentation


FULL = Recipe(
    seed=20,
    clips=None,
    silence_share=0.1,
    calibration_clips=1000,
    schedule=Schedule(
        epochs=160,
        batch=100,
        peak_rate=4e-3,
        warmup_epochs=3,
        weight_decay=1e-2,
        label_smoothing=0.1,
    ),
    network=TemporalDsCnn(
        frames=keywords.FRONT_END.frame_count(keywords.CLIP_SAMPLES),
        bands=keywords.FRONT_END.bands,
        channels=64,
        kernels=(9,) * 5,
        dropout=0.1,
    ),
    augmentation=Augmentation(
        speed=0.1,
        shift_samples=1600,
        gain_db=(-10.0, 6.0),
        noise_share=0.8,
        snr_db=(5.0, 35.0),
        time_mask_frames=4,
        band_mask_bands=4,
    ),
)
QUICK = replace(FULL, clips=3000, calibration_clips=200, schedule=replace(FULL.schedule, epochs=12))


def train(*, quick: bool, output: Path, data: Path | None, progress: Progress) -> TrainingResult:
    """Trains, quantises and evaluates; writes the models and card.json."""
    started = time.monotonic()
    recipe = QUICK if quick else FULL
    progress("reading the clips", 0, 1)
    clips = speech_commands.load(data, progress)
    network = _train(recipe, clips, progress)
    progress("quantising", 0, 1)
    complete = quantization.with_softmax(network)
    model = rename_tensors(quantization.to_int8(complete, _calibration(recipe, clips)))
    (output / FLOAT_MODEL).write_bytes(rename_tensors(quantization.to_float(complete)))
    progress("evaluating", 0, 1)
    judged = _judge(network, model, clips)
    return _write(output, recipe, model, judged, time.monotonic() - started)


def held_out(data: Path | None, progress: Progress) -> Split:
    """Clips of speakers never trained on, (clips, frames, 1, bands), without the extra words."""
    clips = speech_commands.load(data, progress).testing
    core = clips.take(np.flatnonzero(~np.isin(clips.words, EXTRA_TEST_WORDS)))
    return Split(_real(_inputs(core)), keywords.label_indices(core.words))


def judge(model: Path, testing: Split) -> Score:
    """How often a model file is right on held-out clips, by TensorFlow Lite Micro."""
    return ANSWERS.score(deployed_answers(model, testing.inputs), testing.truth)


@dataclass(frozen=True)
class _Judged:
    """Accuracies on held-out clips: test set, also with the extra words as unknown, validation."""

    testing: Score
    testing_float: Score
    testing_with_extra: Score
    validation: Score


def _train(recipe: Recipe, clips: SpeechCommands, progress: Progress) -> Any:
    from tensorflow import keras

    keras.utils.set_random_seed(recipe.seed)
    training = _first(clips.training, recipe.clips, recipe.seed)
    epochs = recipe.schedule.epochs
    model = recipe.network.build(len(keywords.LABELS))
    fit(
        model,
        ANSWERS.loss(recipe.schedule),
        recipe.schedule,
        lambda epoch: _examples(recipe, training, clips.noise, epoch),
        lambda done, loss: progress(f"training, loss {loss:.3f}", done, epochs),
    )
    return model


def _first(clips: Clips, count: int | None, seed: int) -> Clips:
    """A random choice of clips, or all."""
    chosen = np.random.default_rng(seed).permutation(len(clips))[:count]
    return clips.take(np.sort(chosen))


def _examples(recipe: Recipe, clips: Clips, noise: tuple[Int16, ...], epoch: int) -> Examples:
    """One epoch's inputs (clips, frames, 1, bands) and targets, in random order."""
    rng = np.random.default_rng([recipe.seed, epoch])
    vary = recipe.augmentation
    count, length = clips.samples.shape
    quiet = round(recipe.silence_share * count)
    words = vary.sounds(clips.samples, stretches(noise, count, length, rng), rng)
    sounds = np.concatenate([words, silences(noise, quiet, length, rng)])
    labels = np.append(keywords.label_indices(clips.words), [keywords.SILENCE] * quiet)
    order = rng.permutation(len(labels))
    pictures = vary.masks(keywords.features(sounds[order]), rng)
    return _real(keywords.network_input(pictures)), ANSWERS.targets(labels[order])


def _real(quantised: Int8) -> Float32:
    """The numbers that quantised inputs stand for."""
    return (quantised.astype(np.float32) - log_mel.ZERO_POINT) * np.float32(log_mel.SCALE)


def _calibration(recipe: Recipe, clips: SpeechCommands) -> Float32:
    """Typical inputs, and one that spans the whole int8 range, which fixes the input's scale."""
    chosen = _first(clips.training, recipe.calibration_clips, recipe.seed).samples
    pictures = keywords.features(chosen)
    pictures[0, 0, :2] = (-128, 127)
    return _real(keywords.network_input(pictures))


def _judge(network: Any, model: bytes, clips: SpeechCommands) -> _Judged:
    testing = _inputs(clips.testing)
    words = clips.testing.words
    core = np.array([word not in EXTRA_TEST_WORDS for word in words])
    truth = keywords.label_indices(words)
    scores = evaluation.answers(model, testing)
    scores_float = network.predict(_real(testing), batch_size=100, verbose=0)
    validation = evaluation.answers(model, _inputs(clips.validation))

    def judge(scores: npt.NDArray[Any], truth: npt.NDArray[np.int64]) -> Score:
        return evaluation.accuracy(scores, truth, keywords.LABELS)

    return _Judged(
        testing=judge(scores[core], truth[core]),
        testing_float=judge(scores_float[core], truth[core]),
        testing_with_extra=judge(scores, truth),
        validation=judge(validation, keywords.label_indices(clips.validation.words)),
    )


def _inputs(clips: Clips) -> Int8:
    return keywords.network_input(keywords.features(clips.samples))


def _write(
    output: Path, recipe: Recipe, model: bytes, judged: _Judged, seconds: float
) -> TrainingResult:
    path = output / "kws.tflite"
    path.write_bytes(model)
    scores = judged.testing, judged.testing_float
    return TrainingResult(
        task="kws",
        model=path,
        card=card.write(path, _about(recipe), *scores, _facts(recipe, judged)),
        score=judged.testing,
        float_score=judged.testing_float,
        seconds=seconds,
    )


def _about(recipe: Recipe) -> About:
    return About(
        name="kws",
        title="Keyword spotting: eight spoken English words, unknown, silence",
        labels=keywords.LABELS,
        licence=f"Model Apache-2.0; data and clips {LICENCE} (assets/kws/ATTRIBUTION.md)",
        trained=f"{recipe.schedule.epochs} epochs on Speech Commands v0.02, seed {recipe.seed}",
        pass_mark=0.85,
    )


def _facts(recipe: Recipe, judged: _Judged) -> dict[str, Any]:
    return {
        "what_is_tested": "clips of the public Speech Commands v0.02 test set, of speakers never "
        "trained on; int8 model run by TensorFlow Lite Micro",
        "test_with_on_and_off_as_unknown": judged.testing_with_extra.facts(),
        "validation": judged.validation.facts(),
        "recipe": asdict(recipe),
        "front_end": asdict(keywords.FRONT_END),
        "data": {"name": "Speech Commands v0.02", "licence": LICENCE, "credit": ATTRIBUTION},
    }
