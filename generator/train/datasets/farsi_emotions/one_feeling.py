"""The sentence patterns that name one feeling. Each is a function of a `Draw`, named as it is."""

from generator.train.datasets.farsi_emotions import morphology as grammar
from generator.train.datasets.farsi_emotions.draw import Draw
from generator.train.datasets.farsi_emotions.feelings import Experiencer, adjective
from generator.train.datasets.farsi_emotions.lexicon import owned

_PAST_TIMES = ("", "", "دیروز", "دیشب", "امروز صبح", "هفته پیش", "آن روز", "پارسال")
_PRESENT_TIMES = ("", "", "این روزها", "حالا", "امروز", "همیشه", "گاهی", "امشب")
_FUTURE_TIMES = ("فردا", "هفته آینده", "سال دیگر", "به‌زودی")
_PLACES = ("خانه", "مدرسه", "اداره", "اتوبوس", "مهمانی", "خیابان", "بیمارستان", "پارک", "بازار")
_SPEAKERS = ("مادرم", "دوستم", "علی", "سارا", "همکارم", "پدرم")
_RESULTS = ("تا صبح بیدار {}|ماندن", "چیزی {}|نگفتن", "غذا {}|نخوردن", "به اتاق خود {}|رفتن")


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
    who = draw.pronoun()
    link = draw.rng.choice(("و", "و همان لحظه", "و ناگهان", "و بعد"))
    return f"{draw.cause(who)} {link} {draw.said(who, 'past')}"


def whenever_thought_of(draw: Draw) -> str:
    """Whenever I think of those days, I get sad."""
    who = draw.pronoun()
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


def that_is_why(draw: Draw) -> str:
    """The train was late; that is why we were angry."""
    who = draw.pronoun()
    return f"{draw.cause(who)}؛ برای همین {draw.said(who, 'past')}"


def must_admit(draw: Draw) -> str:
    """I must admit that I was surprised at the answer."""
    return f"باید بگویم که {draw.said(draw.who(), 'perfect', about=True)}"


def as_soon_as(draw: Draw) -> str:
    """As soon as the earth shook, we were frightened."""
    who = draw.who()
    return f"همین که {draw.cause(who)} {draw.said(who, 'past')}"


def you_may_not_know(draw: Draw) -> str:
    """You may not know that we were happy about it."""
    return f"شاید ندانی که {draw.said(draw.who(), 'past', about=True)}"


def wrote(draw: Draw) -> str:
    """In her letter she wrote that she feels lonely."""
    who = Experiencer("", draw.rng.choice((2, 5)))
    wrote_ = grammar.past("نوشتن", who.person)
    tense = draw.rng.choice(("present", "perfect"))
    return f"در نامه {wrote_} که {draw.feels(who, tense, about=True)}"
