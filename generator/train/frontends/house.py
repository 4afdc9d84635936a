"""A house's description as the network reads it: 19 numbers of about the same size."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]

LIMIT = 4.0  # beyond so many spreads from the centre a house is as strange as any


@dataclass(frozen=True)
class Feature:
    """A column of the sales record and what is usual for it.

    centre, spread: mean and standard deviation over the sales, rounded; of the natural logarithm
    where `logarithmic`.
    """

    column: str
    centre: float
    spread: float
    logarithmic: bool = False

    def of(self, record: Mapping[str, str]) -> float:
        """The distance from the centre in spreads, within +-LIMIT."""
        value = float(record[self.column])
        measure = math.log(value) if self.logarithmic else value
        return min(max((measure - self.centre) / self.spread, -LIMIT), LIMIT)


FEATURES = (
    Feature("bedrooms", 3.4, 0.93),
    Feature("bathrooms", 2.1, 0.77),
    Feature("sqft_living", 7.55, 0.42, logarithmic=True),
    Feature("sqft_lot", 8.99, 0.90, logarithmic=True),
    Feature("floors", 1.5, 0.54),
    Feature("waterfront", 0.0, 0.25),
    Feature("view", 0.23, 0.77),
    Feature("condition", 3.4, 0.65),
    Feature("grade", 7.7, 1.18),
    Feature("sqft_above", 7.4, 0.43, logarithmic=True),
    Feature("sqft_basement", 290.0, 440.0),
    Feature("yr_built", 1971.0, 29.0),
    Feature("yr_renovated", 0.0, 2000.0),
    Feature("zipcode", 98078.0, 54.0),
    Feature("lat", 47.56, 0.139),
    Feature("long", -122.21, 0.141),
    Feature("sqft_living15", 7.54, 0.33, logarithmic=True),
    Feature("sqft_lot15", 8.96, 0.81, logarithmic=True),
)


def network_input(record: Mapping[str, str]) -> Float32:
    """The features of one sale and, last, how grand it is for its neighbourhood: float32 (19,)."""
    own = [feature.of(record) for feature in FEATURES]
    against_neighbours = math.log(float(record["sqft_living"]) / float(record["sqft_living15"]))
    relative = min(max(against_neighbours / 0.3, -LIMIT), LIMIT)
    return np.array([*own, relative], dtype=np.float32)
