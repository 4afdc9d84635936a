"""Handwritten digits, learned from drawn ones and from UCI's, judged by MNIST.

MNIST's own pictures are CC-BY-SA and hence no part of what ships; nobody's licence forbids to be
measured by them. `mnist_original` is trained on them, on your computer.
"""

from functools import partial
from pathlib import Path

import numpy as np

from generator.progress import Progress
from generator.train import variations
from generator.train.answers import Classes
from generator.train.data import Data, Float32, Split
from generator.train.datasets import drawn_digits, mnist, uci_digits
from generator.train.fitting import Schedule
from generator.train.networks import small_cnn
from generator.train.recipe import Recipe

_DRAWN_PER_DIGIT = 3000
_SEED = 1
# UCI's last pictures are kept as samples. Real handwriting is rare here, so it is learned thrice.
_KEPT = 200
_TIMES = 3


def held_out(data: Path | None, progress: Progress) -> Split:
    """MNIST's 10,000 test pictures."""
    return mnist.load(data, progress).testing


def _load(data: Path | None, progress: Progress) -> Data:
    testing = held_out(data, progress)
    progress("drawing digits", 0, 1)
    drawn = drawn_digits.draw(_DRAWN_PER_DIGIT, _SEED)
    written = uci_digits.load().take(slice(None, -_KEPT))
    parts = [drawn, *[written] * _TIMES]
    inputs = np.concatenate([part.inputs for part in parts])
    return Data(Split(inputs, np.concatenate([part.truth for part in parts])), testing)


def _samples() -> Split:
    return uci_digits.load().take(slice(-_KEPT, None))


def _varied(pictures: Float32, rng: np.random.Generator) -> Float32:
    return variations.moved(pictures, 1, rng)


RECIPE = Recipe(
    name="mnist",
    title="Handwritten digits on pictures of 28x28 pixels",
    licence="Model Apache-2.0; learned from digits drawn by this program and from UCI's, CC-BY-4.0 "
    "(assets/mnist/ATTRIBUTION.md)",
    data_name="drawn digits and UCI's, tested on MNIST's",
    source="drawn by generator/train/datasets/drawn_digits.py; Optical Recognition of Handwritten "
    "Digits (Alpaydin and Kaynak, UCI Machine Learning Repository), CC-BY-4.0; tested on MNIST "
    "(LeCun, Cortes and Burges)",
    load=_load,
    answers=Classes(tuple("0123456789")),
    build=partial(small_cnn.build, 28, (8, 16, 24), 10, 0.1),
    schedule=Schedule(epochs=20, batch=64, peak_rate=4e-3, label_smoothing=0.05),
    input_range=(0.0, 1.0),
    pass_mark=0.95,
    augment=_varied,
    samples=_samples,
    seed=_SEED,
)
train = RECIPE.train
judge = RECIPE.judge
