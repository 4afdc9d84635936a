"""A feeling as a predicate: who feels, what about, how much and when."""

import re
from dataclasses import dataclass
from random import Random

from generator.train.datasets.farsi_emotions import morphology as grammar
from generator.train.datasets.farsi_emotions.lexicon import Emotion, Expression, owned

_STATE_INTENSIFIERS = ("", "", "", "خیلی", "بسیار", "واقعاً", "حسابی", "کمی")
_OTHER_INTENSIFIERS = ("", "", "", "", "واقعاً", "حسابی")


@dataclass(frozen=True)
class Experiencer:
    """Who feels. noun: "مادرم", or "" for a pronoun; person: 0 to 5 as in `morphology`."""

    noun: str
    person: int

    @property
    def subject(self) -> str:
        """As the subject of a sentence."""
        return self.noun or grammar.PRONOUNS[self.person]


def predicate(
    rng: Random, expression: Expression, who: Experiencer, tense: str, topic: str = ""
) -> str:
    """Topic and feeling without the subject, tense "past", "present", "perfect" or "future".

    An idiom whose owner is a noun names the owner itself.
    """
    about = owned(topic, who.person)
    words = expression.words
    if "~" in words:
        words = words.replace("~", about or "او")
        about = ""
    elif about:
        about = f"{expression.preposition} {about}"
    if expression.kind == "states":
        intensifier = rng.choice(_STATE_INTENSIFIERS)
        return _joined(about, intensifier, _state(rng, words, who.person, tense))
    intensifier = "" if len(words.split()) > 2 else rng.choice(_OTHER_INTENSIFIERS)
    if expression.kind == "verbs":
        return _joined(about, intensifier, words, _TENSES[tense](expression.verb, who.person))
    return _joined(about, intensifier, _owned(words, who), _TENSES[tense](expression.verb, 2))


_TENSES = {
    "past": grammar.past,
    "present": grammar.present,
    "perfect": grammar.perfect,
    "future": grammar.future,
}


def _state(rng: Random, words: str, person: int, tense: str) -> str:
    if tense != "present":
        verb = rng.choice(("بودن", "شدن")) if tense == "past" else "شدن"
        return f"{words} {_TENSES[tense](verb, person)}"
    if rng.random() < 0.4 and person in {0, 3, 5} and "~" not in words:
        return grammar.contracted(words, person)
    return f"{words} {grammar.present('بودن', person)}"


def _owned(words: str, who: Experiencer) -> str:
    if who.noun:
        return re.sub(r"(\S+)@", lambda match: grammar.with_owner(match[1], who.noun), words)
    return re.sub(r"(\S+)@", lambda match: grammar.with_clitic(match[1], who.person), words)


def adjective(rng: Random, emotion: Emotion, topic: str = "او") -> str:
    """One of an emotion's adjectives; with the topic where it needs one."""
    return rng.choice(emotion.states).words.replace("~", topic)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
