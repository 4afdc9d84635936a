"""Google Speech Commands v0.02, from a local excerpt or from the public archives."""

from pathlib import Path

from generator.errors import RequestError
from generator.progress import Progress
from generator.train.datasets.speech_commands import archive, excerpt
from generator.train.datasets.speech_commands.clips import SpeechCommands


def load(data: Path | None, progress: Progress) -> SpeechCommands:
    """The data set: from the folder `data` where it holds an excerpt, else the public archives.

    Raises RequestError where `data` is given but holds none, ToolError where a download fails.
    """
    found = excerpt.find(data)
    if data is not None and found is None:
        raise RequestError(
            "This folder holds no Speech Commands clips.",
            where=str(data),
            hint=f"It needs {excerpt.TRAIN} and {excerpt.TEST}. Without --data all is downloaded.",
        )
    return excerpt.read(found) if found else archive.read(progress)
