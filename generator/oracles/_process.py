"""An interpreter in a process of its own: some models make some interpreters crash."""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import GeneratorError
from generator.graph import Array


class Unavailable(GeneratorError):
    """Why an oracle cannot speak about a model; where there is another, that one is asked."""

    exit_code = 3


@dataclass(frozen=True)
class Ready:
    """A worker's first message. unavailable: why it cannot answer, "" if it can."""

    title: str
    unavailable: str


@dataclass(frozen=True, eq=False)
class Answer:
    """One inference; memory_bytes: what the interpreter has added to its process."""

    outputs: list[Array]
    cpu_seconds: float
    memory_bytes: int


class Remote:
    """An oracle behind a process. cpu_seconds, memory_bytes: of all its answers so far."""

    def __init__(self, name: str, model: Path) -> None:
        command = [sys.executable, "-m", f"{__package__}._worker", name, str(model)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.cpu_seconds = 0.0
        self.memory_bytes = 0
        ready = self._heard()
        if ready.unavailable:
            self.close()
            raise Unavailable(ready.unavailable)
        self.title: str = ready.title

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference from the initial state. Raises Unavailable if the interpreter crashes."""
        assert self._process.stdin is not None
        try:
            pickle.dump(list(inputs), self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._crashed() from error
        answer: Answer = self._heard()
        self.cpu_seconds += answer.cpu_seconds
        self.memory_bytes = answer.memory_bytes
        return answer.outputs

    def close(self) -> None:
        """Ends the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def _heard(self) -> Any:
        assert self._process.stdout is not None
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._crashed() from error

    def _crashed(self) -> Unavailable:
        code = self._process.wait()
        how = f"signal {-code}" if code < 0 else f"code {code}"
        return Unavailable(f"it ended on this model with {how}")
