"""The other end of `_process.Remote`: python -m generator.oracles._worker NAME MODEL.

Reads pickled lists of inputs, writes pickled answers; its output goes nowhere else.
"""

import importlib
import os
import pickle
import sys
from pathlib import Path
from typing import BinaryIO

from generator.oracles import Unavailable
from generator.oracles._process import Answer, Ready
from generator.own_process import cpu_seconds, resident_bytes


def main(name: str, model: Path, answers: BinaryIO) -> None:
    """Answers until there are no more questions."""
    before = resident_bytes() or 0
    module = importlib.import_module(f"generator.oracles.{name}")
    try:
        oracle = module.open_model(model, None)
    except Unavailable as why:
        _say(answers, Ready("", str(why)))
        return
    _say(answers, Ready(oracle.title, ""))
    while True:
        try:
            inputs = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        busy = cpu_seconds()
        outputs = oracle.run(inputs)
        added = max(0, (resident_bytes() or 0) - before)
        _say(answers, Answer(outputs, cpu_seconds() - busy, added))


def _say(answers: BinaryIO, message: object) -> None:
    pickle.dump(message, answers)
    answers.flush()


if __name__ == "__main__":
    # What native libraries print must not come between the answers.
    own_output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    main(sys.argv[1], Path(sys.argv[2]), own_output)
