"""Numbers that faults take."""


def number(text: str, least: float, most: float) -> float:
    """A number within limits; raises ValueError where it is none."""
    try:
        value = float(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a number.") from error
    if not least <= value <= most:
        raise ValueError(f"{text} is not between {least:g} and {most:g}.")
    return value


def no_value(text: str) -> None:
    """For faults that take no value."""
    del text
