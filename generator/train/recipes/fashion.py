"""Kinds of clothes: a small convolutional network on Fashion-MNIST."""

from functools import partial

import numpy as np

from generator.train import variations
from generator.train.answers import Classes
from generator.train.data import Float32
from generator.train.datasets import fashion_mnist
from generator.train.fitting import Schedule
from generator.train.networks import small_cnn
from generator.train.recipe import Recipe


def _varied(pictures: Float32, rng: np.random.Generator) -> Float32:
    return variations.moved(variations.mirrored(pictures, rng), 1, rng)


RECIPE = Recipe(
    name="fashion",
    title="Ten kinds of clothes on pictures of 28x28 pixels",
    licence="Model Apache-2.0; data MIT (assets/fashion/ATTRIBUTION.md)",
    data_name=fashion_mnist.NAME,
    source=fashion_mnist.SOURCE,
    load=fashion_mnist.load,
    answers=Classes(fashion_mnist.LABELS),
    build=partial(small_cnn.build, 28, (16, 24, 36), len(fashion_mnist.LABELS), 0.1),
    schedule=Schedule(epochs=50, batch=64, peak_rate=5e-3, label_smoothing=0.05),
    input_range=(0.0, 1.0),
    pass_mark=0.9,
    augment=_varied,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
