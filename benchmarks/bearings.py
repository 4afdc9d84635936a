"""`python -m benchmarks.bearings`: the bearing forest on faults of a size that it never saw.

Windows of one recording are alike, so the recipe's own test is easy; this one is not. Reads the
CWRU data from the folder of the variable GENERATOR_DATA and needs scikit-learn.
"""

from generator.train.datasets import cwru_bearings
from generator.train.datasets.cwru_bearings import Recording
from generator.train.recipes import bearing_forest

SIZES = ("007", "014", "021")


def main() -> int:
    """Prints a line for each fault size, in thousandths of an inch."""
    recordings = cwru_bearings.recordings(None)
    for size in SIZES:
        learned = tuple(each for each in recordings if size not in each.name)
        unseen = tuple(each for each in recordings if size in each.name or each.label == 0)
        print(f"{size}: {_judged(learned, unseen)}")
    return 0


def _judged(learned: tuple[Recording, ...], unseen: tuple[Recording, ...]) -> str:
    training = bearing_forest.data_of(learned).training
    testing = bearing_forest.data_of(unseen).testing
    fitted = bearing_forest.RECIPE.build().fit(training.inputs, training.truth)
    answers = fitted.predict(testing.inputs)
    which = float((answers == testing.truth).mean())
    faulty = float(((answers > 0) == (testing.truth > 0)).mean())
    return f"faulty or not {faulty:.1%}, which part {which:.1%} of {len(testing)} windows"


if __name__ == "__main__":
    raise SystemExit(main())
