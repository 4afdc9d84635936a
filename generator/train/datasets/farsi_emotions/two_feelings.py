"""The sentence patterns that name two feelings. Each is a function of a `Draw`, named as it is.

The label is what the main clause's subject feels in the end: "first angry, then calm" is calm,
"proud instead of ashamed" is pride.
"""

from generator.train.datasets.farsi_emotions import morphology as grammar
from generator.train.datasets.farsi_emotions.draw import Draw
from generator.train.datasets.farsi_emotions.feelings import adjective

_OTHERS = (("همه", 5), ("دیگران", 5), ("دوستش", 2), ("بقیه", 5), ("خواهرش", 2), ("مردم", 5))


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
    who = draw.pronoun()
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
    who = draw.pronoun()
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
    who = draw.pronoun()
    seems = f"{draw.other_adjective()} {grammar.present('بودن', who.person)}"
    return f"همه گمان می‌کنند {seems} ولی {draw.said(who, 'present', about=True)}"


def more_than(draw: Draw) -> str:
    """I was more surprised than angry."""
    who = draw.who()
    state = adjective(draw.rng, draw.emotion)
    was = grammar.past(draw.rng.choice(("بودن", "شدن")), who.person)
    return f"{draw.subject(who)} بیشتر {state} {was} تا {draw.other_adjective()}"


def expected(draw: Draw) -> str:
    """I thought I should be sad, but I was happy."""
    who = draw.pronoun()
    thought = f"فکر {grammar.imperfect('کردن', who.person)}"
    feared = f"{draw.other_adjective()} {grammar.may_become(who.person)}"
    return f"{thought} {feared} اما {draw.feels(who, 'past')}"


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
