"""The sentence patterns. Each is a function of a `Draw`; its name is the pattern's.

Where a sentence names two feelings, the label is what the main clause's subject feels in the end:
"first angry, then calm" is calm, "proud instead of ashamed" is pride.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from generator.train.datasets.farsi_emotions import morphology as grammar
from generator.train.datasets.farsi_emotions.feelings import Experiencer, adjective, predicate
from generator.train.datasets.farsi_emotions.lexicon import (
    Emotion,
    Expression,
    owned,
)

_ONE = ("مادرم", "پدرم", "برادرم", "خواهرم", "دوستم", "همکارم", "مادربزرگم", "مریم", "علی", "سارا")
_SEVERAL = ("بچه‌ها", "همسایه‌ها", "دوستانم", "دانش‌آموزان", "همکارانم", "پدر و مادرم")
_NOUNS = (*((noun, 2) for noun in _ONE), *((noun, 5) for noun in _SEVERAL))
_PAST_TIMES = ("", "", "دیروز", "دیشب", "امروز صبح", "هفته پیش", "آن روز", "پارسال")
_PRESENT_TIMES = ("", "", "این روزها", "حالا", "امروز", "همیشه", "گاهی", "امشب")
_FUTURE_TIMES = ("فردا", "هفته آینده", "سال دیگر", "به‌زودی")
_PLACES = ("خانه", "مدرسه", "اداره", "اتوبوس", "مهمانی", "خیابان", "بیمارستان", "پارک", "بازار")
_OTHERS = (("همه", 5), ("دیگران", 5), ("دوستش", 2), ("بقیه", 5), ("خواهرش", 2), ("مردم", 5))
_SPEAKERS = ("مادرم", "دوستم", "علی", "سارا", "همکارم", "پدرم")
_RESULTS = ("تا صبح بیدار {}|ماندن", "چیزی {}|نگفتن", "غذا {}|نخوردن", "به اتاق خود {}|رفتن")


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


def _pronoun(draw: Draw) -> Experiencer:
    return Experiencer("", draw.rng.randrange(6))


def plain(draw: Draw) -> str:
    """(Yesterday) my mother was (very) happy about the guests."""
    tense = draw.rng.choice(("past", "past", "present", "perfect"))
    times = {"present": _PRESENT_TIMES, "past": _PAST_TIMES}.get(tense, ("",))
    about = draw.rng.random() < 0.6
    return f"{draw.rng.choice(times)} {draw.said(draw.who(), tense, about=about)}"


def somewhere(draw: Draw) -> str:
    """In the bus I was startled by the news."""
    return f"در {draw.rng.choice(_PLACES)} {draw.said(draw.who(), 'past', about=True)}"


def tomorrow(draw: Draw) -> str:
    """Tomorrow too we shall be proud of our team."""
    return f"{draw.rng.choice(_FUTURE_TIMES)} هم {draw.said(draw.who(), 'future', about=True)}"


def still(draw: Draw) -> str:
    """He still feels ashamed of it."""
    return f"هنوز هم {draw.said(draw.who(), 'present', about=True)}"


def when(draw: Draw) -> str:
    """When the earth shook, I was frightened."""
    who = draw.who()
    return f"{who.noun} وقتی {draw.cause(who)}، {draw.feels(who, 'past')}"


def because(draw: Draw) -> str:
    """I am calm because the debt is paid."""
    who = draw.who()
    tense = draw.rng.choice(("past", "perfect", "present"))
    return f"{draw.said(who, tense)} چون {draw.cause(who)}"


def and_then(draw: Draw) -> str:
    """The lift stopped and I was frightened."""
    who = _pronoun(draw)
    link = draw.rng.choice(("و", "و همان لحظه", "و ناگهان", "و بعد"))
    return f"{draw.cause(who)} {link} {draw.said(who, 'past')}"


def whenever_thought_of(draw: Draw) -> str:
    """Whenever I think of those days, I get sad."""
    who = _pronoun(draw)
    thinks = f"فکر {grammar.present('کردن', who.person)}"
    topic = owned(draw.rng.choice(draw.topics), who.person)
    return f"هر وقت به {topic} {thinks}، {draw.feels(who, 'present')}"


def so_much(draw: Draw) -> str:
    """I was so happy about it that I could not sleep."""
    who = draw.who()
    words, verb = draw.rng.choice(_RESULTS).split("|")
    state = adjective(draw.rng, draw.emotion)
    was = grammar.past(draw.rng.choice(("بودن", "شدن")), who.person)
    result = words.format(grammar.past(verb, who.person))
    return f"{draw.subject(who)} آن‌قدر {state} {was} که {result}"


def why(draw: Draw) -> str:
    """Why are you so angry?"""
    who = Experiencer("", draw.rng.choice((1, 2, 4, 5)))
    return f"چرا {draw.said(who, draw.rng.choice(('past', 'present')), about=True)}؟"


def told(draw: Draw) -> str:
    """My friend said that she is ashamed of her mistake."""
    who = Experiencer("", 2)
    tense = draw.rng.choice(("present", "perfect", "past"))
    return f"{draw.rng.choice(_SPEAKERS)} گفت که {draw.feels(who, tense, about=True)}"


def although_others(draw: Draw) -> str:
    """Although all were happy, I felt lonely."""
    other, person = draw.rng.choice(_OTHERS)
    theirs = f"{other} {draw.other_adjective()} {grammar.past('بودن', person)}"
    return f"با اینکه {theirs}، {draw.said(draw.who(), 'past')}"


def others_were_not(draw: Draw) -> str:
    """I felt hope, although the others were sad."""
    other, person = draw.rng.choice(_OTHERS)
    theirs = f"{other} {draw.other_adjective()} {grammar.past('بودن', person)}"
    return f"{draw.said(draw.who(), 'past')}، هرچند {theirs}"


def not_but(draw: Draw) -> str:
    """I was not afraid but proud."""
    who = draw.who()
    not_so = f"{draw.other_adjective()} {grammar.past('شدن', who.person, negated=True)}"
    return f"{draw.subject(who)} {not_so}، بلکه {draw.feels(who, 'past', about=True)}"


def and_not(draw: Draw) -> str:
    """I was proud and not ashamed."""
    who = draw.who()
    not_so = f"{draw.other_adjective()} {grammar.past('بودن', who.person, negated=True)}"
    return f"{draw.said(who, 'past', about=True)} و {not_so}"


def used_to(draw: Draw) -> str:
    """I used to be sad, but now I am hopeful."""
    who = draw.who()
    before = f"{draw.other_adjective()} {grammar.past('بودن', who.person)}"
    link = draw.rng.choice(("ولی حالا", "اما امروز", "اما حالا"))
    return f"قبلاً {draw.subject(who)} {before} {link} {draw.feels(who, 'present')}"


def no_longer(draw: Draw) -> str:
    """I am no longer angry; I am calm."""
    who = _pronoun(draw)
    return (
        f"دیگر {draw.other_adjective()} {grammar.is_not(who.person)} و {draw.feels(who, 'present')}"
    )


def now_not_before(draw: Draw) -> str:
    """Now I am calm, but yesterday I was angry."""
    who = draw.who()
    before = f"{draw.other_adjective()} {grammar.past('بودن', who.person)}"
    return f"حالا {draw.said(who, 'present')} ولی دیروز {before}"


def neither_nor(draw: Draw) -> str:
    """I was neither sad nor gloomy; I was just tired of it."""
    who = _pronoun(draw)
    was_not = grammar.past("بودن", who.person)
    first, second = draw.other_adjective(), draw.other_adjective()
    return f"نه {first} {was_not} و نه {second}؛ فقط {draw.said(who, 'past', about=True)}"


def morning_evening(draw: Draw) -> str:
    """In the morning I was calm, at night I was afraid."""
    who = draw.who()
    morning = f"{draw.other_adjective()} {grammar.past('بودن', who.person)}"
    link = draw.rng.choice(("شب", "ولی شب", "اما عصر", "و ظهر"))
    return f"صبح {draw.subject(who)} {morning} {link} {draw.feels(who, 'past')}"


def they_think(draw: Draw) -> str:
    """All think that I am proud, but I feel lonely."""
    who = _pronoun(draw)
    seems = f"{draw.other_adjective()} {grammar.present('بودن', who.person)}"
    return f"همه گمان می‌کنند {seems} ولی {draw.said(who, 'present', about=True)}"


def more_than(draw: Draw) -> str:
    """I was more surprised than angry."""
    who = draw.who()
    state = adjective(draw.rng, draw.emotion)
    was = grammar.past(draw.rng.choice(("بودن", "شدن")), who.person)
    return f"{draw.subject(who)} بیشتر {state} {was} تا {draw.other_adjective()}"


def that_is_why(draw: Draw) -> str:
    """The train was late; that is why we were angry."""
    who = _pronoun(draw)
    return f"{draw.cause(who)}؛ برای همین {draw.said(who, 'past')}"


def expected(draw: Draw) -> str:
    """I thought I should be sad, but I was happy."""
    who = _pronoun(draw)
    thought = f"فکر {grammar.imperfect('کردن', who.person)}"
    feared = f"{draw.other_adjective()} {grammar.may_become(who.person)}"
    return f"{thought} {feared} اما {draw.feels(who, 'past')}"


def must_admit(draw: Draw) -> str:
    """I must admit that I was surprised at the answer."""
    return f"باید بگویم که {draw.said(draw.who(), 'perfect', about=True)}"


def as_soon_as(draw: Draw) -> str:
    """As soon as the earth shook, we were frightened."""
    who = draw.who()
    return f"همین که {draw.cause(who)} {draw.said(who, 'past')}"


def first_then(draw: Draw) -> str:
    """First I got angry, but in the end I calmed down."""
    who = draw.who()
    first = f"{draw.other_adjective()} {grammar.past('شدن', who.person)}"
    return f"اول {draw.subject(who)} {first}، اما سرانجام {draw.feels(who, 'past')}"


def instead(draw: Draw) -> str:
    """Instead of being ashamed, he was proud."""
    who = draw.who()
    feared = f"{draw.other_adjective()} {grammar.may_become(who.person)}"
    return f"{draw.subject(who)} به جای اینکه {feared} {draw.feels(who, 'past', about=True)}"


def you_may_not_know(draw: Draw) -> str:
    """You may not know that we were happy about it."""
    return f"شاید ندانی که {draw.said(draw.who(), 'past', about=True)}"


def wrote(draw: Draw) -> str:
    """In her letter she wrote that she feels lonely."""
    who = Experiencer("", draw.rng.choice((2, 5)))
    wrote_ = grammar.past("نوشتن", who.person)
    tense = draw.rng.choice(("present", "perfect"))
    return f"در نامه {wrote_} که {draw.feels(who, tense, about=True)}"


Frame = Callable[[Draw], str]
TRAINING: tuple[Frame, ...] = (
    plain,
    somewhere,
    tomorrow,
    still,
    when,
    because,
    and_then,
    whenever_thought_of,
    so_much,
    why,
    told,
    although_others,
    others_were_not,
    not_but,
    and_not,
    used_to,
    no_longer,
    now_not_before,
    neither_nor,
    morning_evening,
    they_think,
    more_than,
)
VALIDATION: tuple[Frame, ...] = (that_is_why, expected, must_admit)
TESTING: tuple[Frame, ...] = (as_soon_as, first_then, instead, you_may_not_know, wrote)
