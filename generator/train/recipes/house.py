"""What a house sells for: the perceptron of the tinyML performance comparison, on King County."""

from functools import partial

from generator.train.answers import Quantity
from generator.train.datasets import king_county
from generator.train.fitting import Schedule
from generator.train.frontends import house
from generator.train.networks import perceptron
from generator.train.recipe import Recipe

RECIPE = Recipe(
    name="house",
    title="What a house in King County sells for, by its description",
    licence="Model Apache-2.0; data CC0 (assets/house/ATTRIBUTION.md)",
    data_name=king_county.NAME,
    source=king_county.SOURCE,
    load=king_county.load,
    answers=Quantity("USD", per_output=king_county.USD_PER_OUTPUT),
    build=partial(perceptron.build, 19, (19, 19, 38, 38, 38, 19, 19, 19, 19, 8, 1)),
    schedule=Schedule(epochs=80, batch=64, peak_rate=3e-3, weight_decay=1e-3),
    input_range=(-house.LIMIT, house.LIMIT),
    pass_mark=150_000.0,
    calibration_inputs=1000,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
