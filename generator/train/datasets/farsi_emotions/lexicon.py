"""Reads `lexicon.yaml`: what each emotion is called, and what brings it about."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.train.datasets.farsi_emotions.morphology import PRONOUNS, past, with_clitic

_PATH = Path(__file__).parent / "lexicon.yaml"


@dataclass(frozen=True)
class Expression:
    """One way to name a feeling.

    kind: "states", "verbs" or "idioms". words: what stands before the verb, with "~" where a topic
    belongs in it, and "@" behind the noun that an idiom's owner owns. verb: its infinitive.
    preposition: what joins a topic that stands before it.
    """

    kind: str
    words: str
    verb: str
    preposition: str


@dataclass(frozen=True)
class Emotion:
    """One label's part of the lexicon; causes and topics as in the file."""

    name: str
    states: tuple[Expression, ...]
    verbs: tuple[Expression, ...]
    idioms: tuple[Expression, ...]
    causes: tuple[str, ...]
    topics: tuple[str, ...]


@cache
def emotions() -> tuple[Emotion, ...]:
    """All labels in the file's order."""
    tree = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    return tuple(_emotion(name, part) for name, part in tree.items())


def _emotion(name: str, part: dict[str, Any]) -> Emotion:
    kinds = {
        kind: tuple(_expression(kind, text, part["preps"][kind]) for text in part[kind])
        for kind in ("states", "verbs", "idioms")
    }
    return Emotion(name, **kinds, causes=tuple(part["causes"]), topics=tuple(part["topics"]))


def _expression(kind: str, text: str, preposition: str) -> Expression:
    words, *rest = (part.strip() for part in text.split("|"))
    if kind == "states":
        return Expression(kind, words, "", *(rest or [preposition]))
    return Expression(kind, words, rest[0], *(rest[1:] or [preposition]))


def owned(text: str, person: int) -> str:
    """A cause or a topic as it is for that person: clitics, verbs and pronouns put in."""
    text = re.sub(r"(\S+)@", lambda match: with_clitic(match[1], person), text)
    text = re.sub(r"\[(\S+)\]", lambda match: past(match[1], person), text)
    return re.sub(r"<(\S+)>", lambda match: f"{match[1]} {PRONOUNS[person]}", text)
