"""The cells of the matrix: which firmware is measured where, by what command."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import RequestError
from generator.goal import GOALS

DEFAULT_GOAL = "default"
ALL = "all"


@dataclass(frozen=True)
class Cell:
    """One firmware. goal: as for -O, or "default" for the first of its defaults that fits."""

    model: str
    board: str
    goal: str

    def __str__(self) -> str:
        goal = "" if self.goal == DEFAULT_GOAL else f" -O {self.goal}"
        return f"{self.name} on {self.board}{goal}"

    @property
    def name(self) -> str:
        """The task, or the model file's name without its folders and suffix."""
        return Path(self.model).stem

    @property
    def words(self) -> tuple[str, ...]:
        """What names it on the command line of `generator run`."""
        goal = () if self.goal == DEFAULT_GOAL else ("-O", self.goal)
        return (self.model, "--board", self.board, *goal)


def matrix(models: Sequence[str], boards: Sequence[str], goals: Sequence[str]) -> list[Cell]:
    """Every model on every board for every goal, each once, the models outermost."""
    for goal in goals:
        if goal not in (*GOALS, DEFAULT_GOAL):
            raise RequestError(
                f"There is no goal {goal!r}.", hint=f"--goals {','.join((DEFAULT_GOAL, *GOALS))}"
            )
    return [
        Cell(*cell)
        for cell in itertools.product(*(dict.fromkeys(words) for words in (models, boards, goals)))
    ]


def listed(words: str, everything: Sequence[str]) -> list[str]:
    """A list with commas between its words; `all` stands for everything there is."""
    found = [word.strip() for word in words.split(",") if word.strip()]
    if not found:
        raise RequestError("The list is empty.", hint=f"{ALL}, or: {', '.join(everything)}")
    return list(everything) if found == [ALL] else found
