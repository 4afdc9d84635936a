"""The one place that knows Jinja: how templates are found and how strictly they are read."""

import functools
import re
from collections.abc import Callable

import jinja2

from generator import places

_LINE_STATEMENT = re.compile(r"^[ \t]*%%[ \t]*(.*?)[ \t]*$", re.MULTILINE)


class _Templates(jinja2.FileSystemLoader):
    """The files, with line statements as blocks: Jinja's own swallow blank lines behind them."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        text, path, is_current = super().get_source(environment, template)
        return _LINE_STATEMENT.sub(r"{% \1 %}", text), path, is_current


@functools.cache
def environment() -> jinja2.Environment:
    """The environment of every template: undefined names are errors, `%%` opens a line statement.

    Blocks leave no blank lines behind, so a template looks like the file that it becomes.
    """
    return jinja2.Environment(
        loader=_Templates(places.folder("templates")),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        line_comment_prefix="%#",
    )


def render(template: str, **values: object) -> str:
    """The text of a template, named by its path under `templates/`."""
    return environment().get_template(template).render(values)
