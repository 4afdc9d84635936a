"""Checks a board file against `boards/schema/board.yaml` and says in words what is wrong."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from generator import places
from generator.boards import yaml_file
from generator.errors import BoardError, nearest

_TYPES = {"string": "text", "integer": "a whole number", "object": "'key: value' lines"}
_TYPES |= {"array": "a list"}


def check(document: Mapping[str, Any], path: str) -> None:
    """Raises BoardError for the first thing that is wrong, with `path` and the key as its place."""
    errors = sorted(_validator().iter_errors(document), key=_depth_first)
    if errors:
        raise _in_words(errors[0], path)


def _depth_first(error: ValidationError) -> tuple[int, list[str], str]:
    """A misspelt key comes before the key that is missing because of it."""
    return (error.validator != "additionalProperties", [str(k) for k in error.path], error.message)


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(yaml_file.read(places.folder("boards") / "schema" / "board.yaml"))


def _in_words(error: ValidationError, path: str) -> BoardError:
    keys = [str(key) for key in error.path]
    place = ".".join(keys) or "board"
    if error.validator == "additionalProperties":
        return _unknown_key(error, path, place)
    if error.validator == "required":
        wanted: Any = error.validator_value
        present: Any = error.instance
        missing = next(key for key in wanted if key not in present)
        where = ".".join([*keys, missing])
        return BoardError(f"The key {missing!r} is missing in {place}.", where=f"{path}:{where}")
    return BoardError(
        f"{place} is {_shown(error.instance)}, but must be {_expected(error)}.",
        where=f"{path}:{place}",
        hint=_candidates(error),
    )


def _unknown_key(error: ValidationError, path: str, place: str) -> BoardError:
    schema: Any = error.schema
    present: Any = error.instance
    known = list(schema["properties"])
    unknown = next(key for key in present if key not in known)
    return BoardError(
        f"Unknown key {str(unknown)!r} in {place}.",
        where=f"{path}:{'.'.join([*map(str, error.path), str(unknown)])}",
        hint=nearest(str(unknown), known),
    )


def _expected(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    if error.validator == "type":
        return _TYPES[wanted]
    if error.validator == "enum":
        return f"one of {_list(wanted)}"
    if error.validator == "pattern":
        schema: Any = error.schema
        return str(schema["description"])
    bound = "at least" if error.validator == "minimum" else "at most"
    return f"{bound} {wanted}"


def _candidates(error: ValidationError) -> str | None:
    wanted: Any = error.validator_value
    if error.validator == "enum" and isinstance(error.instance, str):
        return nearest(error.instance, wanted)
    return None


def _list(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
