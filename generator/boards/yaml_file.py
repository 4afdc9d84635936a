"""A YAML file read as a mapping, with every way it can be wrong told in one sentence."""

from pathlib import Path
from typing import Any

import yaml

from generator.errors import BoardError


class _Loader(yaml.SafeLoader):
    """Plain values only, and no key twice: YAML itself would take the last one without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                continue  # a key that is no text is refused later, by what it should have been
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is there twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; raises BoardError when there is none to be had."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise BoardError(f"The file cannot be read: {error.strerror}.", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise BoardError("The file is not UTF-8 text.", where=str(path)) from error


def parse(text: str, where: str) -> dict[str, Any]:
    """The mapping in a YAML text; raises BoardError, at that place, when there is none."""
    try:
        document = yaml.load(text, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BoardError(
            f"The file is not valid YAML: {_reason(error)}.", where=_place(where, error)
        ) from error
    if document is None:
        raise BoardError("The file is empty.", where=where)
    if not isinstance(document, dict):
        raise BoardError("The file must hold 'key: value' lines.", where=where)
    return document


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return str(problem)


def _place(where: str, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{where}:{mark.line + 1}" if mark is not None else where
