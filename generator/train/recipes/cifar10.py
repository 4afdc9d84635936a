"""Ten kinds of things on colour pictures: a residual network on CIFAR-10."""

from functools import partial

import numpy as np

from generator.train import variations
from generator.train.answers import Classes
from generator.train.data import Float32
from generator.train.datasets import cifar10
from generator.train.fitting import Schedule
from generator.train.networks import resnet
from generator.train.recipe import Recipe


def _varied(pictures: Float32, rng: np.random.Generator) -> Float32:
    moved = variations.moved(variations.mirrored(pictures, rng), 3, rng)
    return variations.partly_hidden(moved, 8, rng)


RECIPE = Recipe(
    name="cifar10",
    title="Ten kinds of things on colour pictures of 32x32 pixels, residual network",
    licence=cifar10.LICENCE,
    data_name=cifar10.NAME,
    source=cifar10.SOURCE,
    load=cifar10.load,
    answers=Classes(cifar10.LABELS),
    build=partial(resnet.build, (16, 32, 64), len(cifar10.LABELS), 0.2),
    schedule=Schedule(epochs=30, batch=64, peak_rate=3e-3, label_smoothing=0.1),
    input_range=(0.0, 1.0),
    pass_mark=0.6,
    augment=_varied,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
