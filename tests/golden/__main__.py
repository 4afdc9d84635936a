"""`python -m tests.golden` writes the committed project anew, after an intended change."""

import shutil

from generator.render import project
from tests.golden.tiny import DIRECTORY, rendered

if __name__ == "__main__":
    files = rendered()
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    project.write(files, DIRECTORY)
    (DIRECTORY / ".generator.json").unlink()
    print(f"{len(files)} files below {DIRECTORY}")
