"""The model card: what the model is, what it learned from and how good it is, as JSON."""

import hashlib
import json
from pathlib import Path
from typing import Any

from generator.tasks import Accuracy


def write(path: Path, model: bytes, facts: dict[str, Any]) -> None:
    """Writes a card with the model's size and hash first, and then the facts."""
    identity = {"bytes": len(model), "sha256": hashlib.sha256(model).hexdigest()}
    path.write_text(json.dumps({"model": identity} | facts, indent=2) + "\n", encoding="utf-8")


def accuracy_facts(accuracy: Accuracy) -> dict[str, Any]:
    """A card's entry for an accuracy: counts, share, share by label, confusion matrix."""
    return {
        "clips": accuracy.clips,
        "correct": accuracy.correct,
        "share": round(accuracy.share, 4),
        "share_by_label": {name: round(share, 4) for name, share in accuracy.per_label.items()},
        "confusion": {
            name: " ".join(map(str, row))
            for name, row in zip(accuracy.labels, accuracy.confusion, strict=True)
        },
    }
