"""How long work says what is going on, to whoever wants to show it."""

from collections.abc import Callable

Notify = Callable[[str], None]
"""notify(step): what is being done."""

Progress = Callable[[str, int, int], None]
"""progress(step, done, total): what is being done and how far it is; a total of 0 is not known."""
