"""Farsi verbs, copulas and possessive clitics, as far as the sentences need them.

Persons are numbered 0 to 5: I, you, she or he, we, you (plural), they. Half-spaces (U+200C) stand
where the Academy of Persian Language and Literature's orthography (دستور خط فارسی) has them.
"""

HALF_SPACE = "\u200c"
PRONOUNS = ("من", "تو", "او", "ما", "شما", "آن‌ها")

_PAST_ENDINGS = ("م", "ی", "", "یم", "ید", "ند")
_PRESENT_ENDINGS = ("م", "ی", "د", "یم", "ید", "ند")
_PERFECT_ENDINGS = ("‌ام", "‌ای", " است", "‌ایم", "‌اید", "‌اند")
_BE = ("هستم", "هستی", "است", "هستیم", "هستید", "هستند")
_BE_NOT = ("نیستم", "نیستی", "نیست", "نیستیم", "نیستید", "نیستند")
_WILL = ("خواهم", "خواهی", "خواهد", "خواهیم", "خواهید", "خواهند")
_CLITICS = ("م", "ت", "ش", "مان", "تان", "شان")
# Infinitive: past stem, present stem.
_STEMS = {
    infinitive: (infinitive[:-1], present)
    for infinitive, present in (
        line.split()
        for line in """
        کردن کن
        شدن شو
        خندیدن خند
        بردن بر
        خوردن خور
        ریختن ریز
        کشیدن کش
        گرفتن گیر
        شکستن شکن
        نشستن نشین
        رفتن رو
        آوردن آور
        آمدن آی
        ترسیدن ترس
        لرزیدن لرز
        پریدن پر
        افتادن افت
        ماندن مان
        زدن زن
        پیچیدن پیچ
        اندیشیدن اندیش
        ورزیدن ورز
        بستن بند
        تپیدن تپ
        تابیدن تاب
        درخشیدن درخش
        دوختن دوز
        نگریستن نگر
        انداختن انداز
        سوختن سوز
        بالیدن بال
        یافتن یاب
        رسیدن رس
        """.strip().splitlines()
    )
}


def past(infinitive: str, person: int, *, negated: bool = False) -> str:
    """رفتن: رفتم; negated نرفتم. A leading ن of the infinitive is kept: نرفتن is نرفتم."""
    return f"{'ن' if negated else ''}{infinitive[:-1]}{_PAST_ENDINGS[person]}"


def imperfect(infinitive: str, person: int) -> str:
    """رفتن: می‌رفتم."""
    return f"می{HALF_SPACE}{past(infinitive, person)}"


def present(infinitive: str, person: int) -> str:
    """رفتن: می‌روم; داشتن has no می."""
    if infinitive == "بودن":
        return _BE[person]
    if infinitive == "داشتن":
        return f"دار{_PRESENT_ENDINGS[person]}"
    return f"می{HALF_SPACE}{_STEMS[infinitive][1]}{_PRESENT_ENDINGS[person]}"


def perfect(infinitive: str, person: int) -> str:
    """رفتن: رفته‌ام."""
    return f"{infinitive[:-1]}ه{_PERFECT_ENDINGS[person]}"


def future(infinitive: str, person: int) -> str:
    """رفتن: خواهم رفت."""
    return f"{_WILL[person]} {infinitive[:-1]}"


def is_not(person: int) -> str:
    """The negated copula: نیستم."""
    return _BE_NOT[person]


def may_become(person: int) -> str:
    """The subjunctive of شدن behind an adjective: شوم."""
    return f"شو{_PRESENT_ENDINGS[person]}"


def contracted(adjective: str, person: int) -> str:
    """An adjective with the short copula: خوشحالم, آسوده‌ام, تنهایم; for he, she with است."""
    ending = _PRESENT_ENDINGS[person]
    if person == 2:
        return f"{adjective} است"
    if adjective.endswith("ه"):
        return f"{adjective}{_PERFECT_ENDINGS[person]}"
    if adjective.endswith("ی"):
        return f"{adjective}{HALF_SPACE}ا{ending}"
    return f"{adjective}{'ی' if adjective[-1] in 'او' else ''}{ending}"


def with_clitic(noun: str, person: int) -> str:
    """A noun and whose it is: دلم, خانه‌ام, پایم, بدهی‌ام."""
    clitic = _CLITICS[person]
    if noun.endswith(("ا", "و")) or noun == "برای":
        return f"{noun}{'' if noun == 'برای' else 'ی'}{clitic}"
    if noun.endswith("ی") or (noun.endswith("ه") and not noun.endswith("اه")):
        return f"{noun}{HALF_SPACE}{'ا' if len(clitic) == 1 else ''}{clitic}"
    return f"{noun}{clitic}"


def with_owner(noun: str, owner: str) -> str:
    """A noun and its owner, joined by the ezafe: دل مادرم, گلوی مادرم."""
    return f"{noun}{'ی' if noun[-1] in 'او' else ''} {owner}"
