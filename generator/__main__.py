"""`python -m generator`, and the command `generator`."""

import importlib
import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """The command line; Ctrl-C ends it quietly also while it is being loaded."""
    try:
        # Loading takes half a second, in which Ctrl-C counts.
        cli = importlib.import_module("generator.cli")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
