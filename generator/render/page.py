"""Pages of HTML that stand alone: no network, no script, no other file."""

from typing import Any

from generator.plots.plain import THEME
from generator.render.environment import environment


def render_page(page: Any) -> str:
    """The HTML of a page (`reports.page.Page`), everything in it escaped but for its plots."""
    own = environment().overlay(autoescape=True)
    values = {name: getattr(page, name) for name in vars(page)}
    theme = THEME.read_text(encoding="utf-8")
    return own.get_template("reports/page.html.j2").render(**values, theme=_Trusted(theme))


class _Trusted(str):
    """Text of ours that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        return self
