"""Faults of the desk: what goes wrong with a board, on request and repeatably.

Each module of this folder is one of them, named as it is typed. It has

    SUMMARY      what goes wrong, for lists
    VALUE        what its value means, "N: …"; None where it takes none
    DEFAULT      the value where none is given; None where one must be
    AT           the moment where none is given: START or INFERENCE
    check(value) raises ValueError, saying what is wrong with a value
    inject(desk, value) breaks it, and returns the sentence for the report

    NAME[=VALUE][@MOMENT]
    hse-dead    crystal-ppm=-40    noisy-line=0.001@inference    cable-pulled@0.5s
"""

from dataclasses import dataclass
from types import ModuleType

from generator import discover
from generator.errors import RequestError, nearest
from generator.simulator.injections._moment import Moment, moment

_PACKAGE = "generator.simulator.injections"


@dataclass(frozen=True)
class Injection:
    """One fault, read: its name as typed, its value as text, and when it happens."""

    name: str
    value: str
    moment: Moment

    @property
    def module(self) -> ModuleType:
        """The module that carries it out."""
        return _module(self.name)


def names() -> list[str]:
    """Every fault, as it is typed."""
    return [name.replace("_", "-") for name in discover.module_names(_PACKAGE)]


def summary(name: str) -> str:
    """What a fault is, and its value: "hse-dead: the crystal …"."""
    found = _module(name)
    word = name if found.VALUE is None else f"{name}={found.VALUE.split(':')[0]}"
    return f"{word}: {found.SUMMARY}"


def parse(text: str) -> Injection:
    """Reads NAME[=VALUE][@MOMENT]; raises RequestError where it means nothing."""
    words, at, when = text.partition("@")
    name, equals, value = words.partition("=")
    found = _module(name)
    if equals and found.VALUE is None:
        raise RequestError(f"{name} takes no value.", where=text)
    value = value if equals else found.DEFAULT or ""
    if found.VALUE is not None and not value:
        raise RequestError(f"{name} needs a value.", where=text, hint=f"{name}={found.VALUE}")
    try:
        found.check(value)
        happens = moment(when if at else found.AT)
    except ValueError as error:
        raise RequestError(str(error), where=text) from error
    return Injection(name, value, happens)


def _module(name: str) -> ModuleType:
    if name not in names():
        raise RequestError(f"There is no fault called {name!r}.", hint=nearest(name, names()))
    return discover.module(_PACKAGE, name, "fault")
