"""Twelve emotions in Farsi sentences, from sentences that a grammar of ours makes."""

from functools import cache
from pathlib import Path

import numpy as np

from generator.progress import Progress
from generator.train.answers import Classes
from generator.train.data import Data, Float32, Split
from generator.train.datasets import farsi_emotions
from generator.train.datasets.farsi_emotions import LABELS, Sentences
from generator.train.fitting import Schedule
from generator.train.frontends.farsi_tokens import PADDING, UNKNOWN, Vocabulary
from generator.train.networks.word_lstm import WordLstm
from generator.train.recipe import Recipe
from generator.train.result import TrainingResult

# The longest sentence has fewer words; what people type may have more, and its end counts.
LENGTH = 24
VOCABULARY_FILE = "words.txt"
# Rarer words are mostly those of a single cause; without them the model reads what is left.
_LEAST_COUNT = 30
# Share of the words that training makes unknown, anew in every epoch: so it learns to do without.
_HIDDEN_SHARE = 0.3
NEEDED = {"tensorflow": "TensorFlow", "tf_keras": "tf-keras", "tflite_micro": "tflite-micro"}


@cache
def corpus() -> farsi_emotions.Corpus:
    """The sentences."""
    return farsi_emotions.corpus()


@cache
def vocabulary() -> Vocabulary:
    """The words of the training sentences that the model knows."""
    return Vocabulary.of(corpus().training.texts, _LEAST_COUNT)


def split(sentences: Sentences) -> Split:
    """Sentences as numbers of words, float32 (sentences, LENGTH), and their labels."""
    numbers = vocabulary().encode(sentences.texts, LENGTH)
    return Split(numbers.astype(np.float32), np.array(sentences.labels, np.int64))


def network() -> WordLstm:
    """The network's shape."""
    return WordLstm(
        words=len(vocabulary()),
        length=LENGTH,
        features=16,
        units=32,
        labels=len(LABELS),
        word_dropout=0.2,
        dropout=0.3,
    )


def _load(data: Path | None, progress: Progress) -> Data:
    """Nothing is read: the grammar makes the sentences."""
    del data
    progress("making sentences", 0, 1)
    return Data(training=split(corpus().training), testing=split(corpus().testing))


def _hide_words(inputs: Float32, rng: np.random.Generator) -> Float32:
    hidden = (rng.random(inputs.shape) < _HIDDEN_SHARE) & (inputs != PADDING)
    return np.where(hidden, np.float32(UNKNOWN), inputs)


RECIPE = Recipe(
    name="emotion",
    title="Twelve emotions in Farsi sentences",
    licence="Model, sentences and grammar Apache-2.0",
    data_name="sentences of a Farsi grammar",
    source="sentences of the grammar in generator/train/datasets/farsi_emotions",
    load=_load,
    answers=Classes(LABELS),
    build=lambda: network().build(),
    deploy=lambda trained, _: network().deployed(trained),
    schedule=Schedule(
        epochs=14,
        batch=64,
        peak_rate=6e-3,
        warmup_epochs=1,
        weight_decay=1e-4,
        label_smoothing=0.05,
    ),
    input_range=(0.0, 1.0),
    pass_mark=0.89,
    augment=_hide_words,
    quick_epochs=2,
    quick_inputs=6000,
)
held_out = RECIPE.held_out
judge = RECIPE.judge


def train(*, quick: bool, output: Path, data: Path | None, progress: Progress) -> TrainingResult:
    """As every recipe does, and writes the vocabulary beside the model."""
    result = RECIPE.train(quick=quick, output=output, data=data, progress=progress)
    vocabulary().write(output / VOCABULARY_FILE)
    return result
