"""The model card: what the model is, what it learned from and how good it is, as JSON."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.score import Score
from generator.tasks._folder import CARD


@dataclass(frozen=True)
class About:
    """What a card says of a task besides its scores; `generator.tasks.Task` tells each field."""

    name: str
    title: str
    labels: tuple[str, ...]
    licence: str
    trained: str
    pass_mark: float


def write(
    model: Path, about: About, score: Score, float_score: Score | None, facts: dict[str, Any]
) -> Path:
    """Writes the card of a model file beside it, and returns its path.

    It begins with the model's size and hash; `facts` follow at the end.
    """
    content = model.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    identity = {"model": {"file": model.name, "bytes": len(content), "sha256": digest}}
    scores = {"test": score.facts()}
    if float_score is not None:
        scores["test_float"] = float_score.facts()
    path = model.with_name(CARD)
    text = json.dumps(identity | asdict(about) | scores | facts, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
