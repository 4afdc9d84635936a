"""The packages that the simulator needs; they are those of the extra `simulator`."""

import importlib

from generator.errors import ToolError

INSTALL = "Type: pip install 'unicorn==2.1.4' 'capstone>=5.0,<6'"
"""Named one by one: what is called `generator` in an index of packages need not be this program."""


def demand() -> None:
    """Raises ToolError, saying what to type, where one of them is not installed."""
    for name in ("unicorn", "capstone"):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise ToolError(
                f"The simulator needs the package {name}, which is not installed.", hint=INSTALL
            ) from error
