"""What a sentence about a feeling is drawn from."""

from dataclasses import dataclass
from random import Random

from generator.train.datasets.farsi_emotions.feelings import Experiencer, adjective, predicate
from generator.train.datasets.farsi_emotions.lexicon import Emotion, Expression, owned

_ONE = ("مادرم", "پدرم", "برادرم", "خواهرم", "دوستم", "همکارم", "مادربزرگم", "مریم", "علی", "سارا")
_SEVERAL = ("بچه‌ها", "همسایه‌ها", "دوستانم", "دانش‌آموزان", "همکارانم", "پدر و مادرم")
_NOUNS = (*((noun, 2) for noun in _ONE), *((noun, 5) for noun in _SEVERAL))


@dataclass(frozen=True)
class Draw:
    """What a sentence is made of.

    emotion: its label's; other: another one, for patterns that name two.
    causes, topics: those of the emotion that may be used.
    """

    rng: Random
    emotion: Emotion
    other: Emotion
    causes: tuple[str, ...]
    topics: tuple[str, ...]

    def who(self) -> Experiencer:
        """A person of the six, or somebody."""
        if self.rng.random() < 0.3:
            return Experiencer(*self.rng.choice(_NOUNS))
        return Experiencer("", self.rng.choice((0, 0, 0, 1, 2, 3, 4, 5)))

    def pronoun(self) -> Experiencer:
        """One of the six persons."""
        return Experiencer("", self.rng.randrange(6))

    def cause(self, who: Experiencer) -> str:
        """Something that happened to them."""
        return owned(self.rng.choice(self.causes), who.person)

    def topic(self, *, about: bool) -> str:
        """What the feeling is about, or nothing."""
        return self.rng.choice(self.topics) if about else ""

    def expression(self) -> Expression:
        """A way to name the label's emotion: idioms are one in four."""
        emotion = self.emotion
        kind = self.rng.choice((emotion.states, emotion.verbs, emotion.verbs, emotion.idioms))
        return self.rng.choice(kind)

    def feels(self, who: Experiencer, tense: str, *, about: bool = False) -> str:
        """The feeling of somebody who is known from before."""
        known = Experiencer("", who.person)
        topic = self.topic(about=about)
        return predicate(self.rng, self.expression(), known, tense, topic)

    def subject(self, who: Experiencer) -> str:
        """Named, or left to the verb's ending where it is a pronoun."""
        return who.noun or (who.subject if self.rng.random() < 0.4 else "")

    def said(self, who: Experiencer, tense: str, *, about: bool = False) -> str:
        """Subject and feeling; an idiom names its owner itself."""
        expression = self.expression()
        feeling = predicate(self.rng, expression, who, tense, self.topic(about=about))
        return feeling if expression.kind == "idioms" else f"{self.subject(who)} {feeling}"

    def other_adjective(self) -> str:
        """An adjective of the other emotion."""
        return adjective(self.rng, self.other)
