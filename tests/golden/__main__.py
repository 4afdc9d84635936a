"""`python -m tests.golden` writes the committed project anew, after an intended change."""

from generator.render import project
from tests.golden.tiny import DIRECTORY, rendered

if __name__ == "__main__":
    changed = project.write(rendered(), DIRECTORY, force=True)
    (DIRECTORY / ".generator.json").unlink()
    print(f"{changed} files changed below {DIRECTORY}")
