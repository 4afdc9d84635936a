"""`python -m generator`, and the command `generator`."""

import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """The command line; Ctrl-C ends it quietly also while it is being loaded."""
    try:
        from generator import cli  # noqa: PLC0415 - takes half a second, in which Ctrl-C counts
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    cli.main()


if __name__ == "__main__":
    main()
