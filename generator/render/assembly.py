"""Where the lines of an assembly statement stand in a file of C."""

import re

# A statement begins its line; `register int32_t a __asm__("r0");` does not, and is left alone.
_STATEMENT = re.compile(
    r"^ *__asm__(?: volatile)?\(.*?\);(?: /\*[^\n]*)?$", re.MULTILINE | re.DOTALL
)


def aligned(text: str) -> str:
    """The text, the lines of its assembly statements behind their parenthesis.

    So clang-format wants them. Templates cannot know the column: one macro's instructions stand in
    statements of several depths.
    """
    return _STATEMENT.sub(lambda found: _behind_parenthesis(found[0]), text)


def _behind_parenthesis(statement: str) -> str:
    first, *lines = statement.split("\n")
    indentation = len(first) - len(first.lstrip())
    column = indentation + 4 if first.endswith("(") else first.index("(") + 1
    return "\n".join([first, *(_indented(line.strip(), column) for line in lines)])


def _indented(line: str, column: int) -> str:
    """Instructions and colons stand in the column, operands behind the colon of their list."""
    return " " * (column if line.startswith(('"', ":", "/")) else column + len(": ")) + line
