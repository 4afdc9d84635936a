"""The model of the golden project: each operator of a small convolutional network once."""

from pathlib import Path

from generator import boards, pipeline
from generator.source import source

HERE = Path(__file__).parent
MODEL = HERE / "tiny.tflite"
DIRECTORY = HERE / "project"
BOARD = "stm32f103c8"


def rendered() -> dict[str, str]:
    """The project as it is rendered now."""
    return pipeline.render(pipeline.design(source(str(MODEL)), boards.load(BOARD)))
