"""The one place that knows Jinja: how templates are found and how strictly they are read."""

import functools

import jinja2

from generator import places


@functools.cache
def environment() -> jinja2.Environment:
    """The environment of every template: undefined names are errors, `%%` opens a line statement.

    Blocks leave no blank lines behind, so a template looks like the file that it becomes.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.folder("templates")),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        line_statement_prefix="%%",
        line_comment_prefix="%#",
    )


def render(template: str, **values: object) -> str:
    """The text of a template, named by its path under `templates/`."""
    return environment().get_template(template).render(values)
