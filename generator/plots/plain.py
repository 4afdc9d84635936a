"""The theme as plain attributes, for viewers that know no variables or no style sheets.

Where a style sheet is read it beats the attributes, so that a dark screen stays dark.
"""

import re
from functools import cache
from pathlib import Path

THEME = Path(__file__).with_name("theme.css")

_RULE = re.compile(r"\.plot \.([\w-]+) \{([^}]*)\}")
_VARIABLE = re.compile(r"--([\w-]+): ([^;]+);")
_DECLARATION = re.compile(r"([a-z-]+): ([^;]+);")
_CLASSES = re.compile(r'class="([^"]*)"')
_FONT = {"font-family": "system-ui, Arial, sans-serif", "font-size": "12"}


def with_attributes(plot: str) -> str:
    """The plot with each class' colours, lines and letters said once more in its elements."""
    return _CLASSES.sub(lambda found: found[0] + _attributes(found[1].split()), plot)


def colour(name: str) -> str:
    """One of the theme's colours, as a light screen has it: "paper", "ink", "c1", …"""
    return _colours()[name]


def _attributes(classes: list[str]) -> str:
    said: dict[str, str] = {}
    for name in classes:
        said |= _rules().get(name, {})
    return "".join(f' {attribute}="{value}"' for attribute, value in said.items())


@cache
def _colours() -> dict[str, str]:
    return dict(_VARIABLE.findall(_light()))


@cache
def _rules() -> dict[str, dict[str, str]]:
    """Attributes by class; `plot` is the whole, whose ink and letters the rest inherits."""
    rules = {name: _declarations(body) for name, body in _RULE.findall(_light())}
    return rules | {"plot": {"fill": colour("ink"), **_FONT}}


def _declarations(body: str) -> dict[str, str]:
    plain = re.sub(r"var\(--([\w-]+)\)", lambda found: colour(found[1]), body)
    return dict(_DECLARATION.findall(plain))


@cache
def _light() -> str:
    return THEME.read_text(encoding="utf-8").partition("@media")[0]
