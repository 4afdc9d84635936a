"""A recipe for a forest of decision trees: data, whole numbers as features, scikit-learn."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.progress import Progress
from generator.score import Score
from generator.tasks import _folder
from generator.train import card, forests
from generator.train.answers import Anomalies, Classes
from generator.train.card import About
from generator.train.data import Data, Split
from generator.train.result import TrainingResult

# The packages that such a recipe needs; for `NEEDED` in its module.
NEEDED = {"sklearn": "scikit-learn"}
_SAMPLES_ARE_AMONG = 2000


@dataclass(frozen=True)
class ForestRecipe:
    """Everything that a trained forest depends on; named as in `generator.train.recipe.Recipe`.

    load: the data; inputs are whole numbers that fit int16.
    build: a scikit-learn classifier, not yet fitted.
    """

    name: str
    title: str
    licence: str
    data_name: str
    source: str
    load: Callable[[Path | None, Progress], Data]
    answers: Classes | Anomalies
    build: Callable[[], Any]
    pass_mark: float
    seed: int = 1
    quick_inputs: int = 1000

    def held_out(self, data: Path | None, progress: Progress) -> Split:
        """The inputs never trained on."""
        return self.load(data, progress).testing

    def judge(self, model: Path, testing: Split) -> Score:
        """How good a `.forest` file is on held-out inputs."""
        return self.answers.score(forests.scores(model, testing.inputs), testing.truth)

    def train(
        self, *, quick: bool, output: Path, data: Path | None, progress: Progress
    ) -> TrainingResult:
        """Fits, exports and evaluates; writes the forest, its card and samples."""
        started = time.monotonic()
        progress("reading the data", 0, 1)
        loaded = self.load(data, progress)
        training = loaded.training.drawn(self.quick_inputs if quick else None, self.seed)
        progress("growing trees", 0, 1)
        fitted = self.build().fit(training.inputs, training.truth)
        progress("evaluating", 0, 1)
        path = output / f"{self.name}.forest"
        forests.write(path, fitted, "int16")
        score = self.judge(path, loaded.testing)
        theirs = self.answers.score(
            fitted.predict_proba(loaded.testing.inputs), loaded.testing.truth
        )
        self._write_samples(path, loaded.testing)
        return TrainingResult(
            task=self.name,
            model=path,
            card=card.write(path, self._about(fitted), score, theirs, self._facts(fitted)),
            score=score,
            float_score=theirs,
            seconds=time.monotonic() - started,
        )

    def _write_samples(self, path: Path, testing: Split) -> None:
        some = testing.drawn(_SAMPLES_ARE_AMONG, self.seed)
        chosen = some.take(self.answers.samples(forests.scores(path, some.inputs), some.truth))
        names = np.array([self.answers.sample_name(truth) for truth in chosen.truth])
        inputs: npt.NDArray[np.float32] = chosen.inputs
        samples = path.with_name(_folder.SAMPLES)
        np.savez_compressed(samples, inputs=inputs, truth=chosen.truth, names=names)

    def _about(self, fitted: Any) -> About:
        return About(
            name=self.name,
            title=self.title,
            labels=self.answers.labels,
            licence=self.licence,
            trained=f"{len(fitted.estimators_)} trees on {self.data_name}, seed {self.seed}",
            pass_mark=self.pass_mark,
        )

    def _facts(self, fitted: Any) -> dict[str, Any]:
        splits = sum(int(np.sum(tree.tree_.children_left >= 0)) for tree in fitted.estimators_)
        recipe = {"classifier": repr(fitted), "splits": splits, "seed": self.seed}
        return {"recipe": recipe, "data": self.source}
