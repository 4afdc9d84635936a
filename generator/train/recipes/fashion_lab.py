"""The course lab's network on Fashion-MNIST, 20,410 parameters, for comparing compressions."""

from functools import partial

from generator.train.answers import Classes
from generator.train.datasets import fashion_mnist
from generator.train.fitting import Schedule
from generator.train.networks import lab_cnn
from generator.train.recipe import Recipe

RECIPE = Recipe(
    name="fashion_lab",
    title="Ten kinds of clothes, by one convolution and one dense layer",
    licence="Model Apache-2.0; data MIT",
    data_name=fashion_mnist.NAME,
    source=fashion_mnist.SOURCE,
    load=fashion_mnist.load,
    answers=Classes(fashion_mnist.LABELS),
    build=partial(lab_cnn.build, 28, 12, len(fashion_mnist.LABELS)),
    schedule=Schedule(epochs=20, batch=64, peak_rate=2e-3),
    input_range=(0.0, 1.0),
    pass_mark=0.85,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
