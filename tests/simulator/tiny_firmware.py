"""The firmware of the golden project's little model, for a board of choice."""

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator import boards, pipeline
from generator.boards.facts import Board
from generator.firmware import Firmware
from generator.measurement import Measurement
from generator.pipeline import Folders
from generator.runners.desk import Desk
from generator.simulator.injections import parse
from generator.source import source

MODEL = Path(__file__).parents[1] / "golden" / "tiny.tflite"


@dataclass(frozen=True)
class TinyFirmware:
    """A firmware and its board."""

    firmware: Firmware
    board: Board

    def run(self, *inject: str) -> Measurement:
        """Measures it, with these faults on the desk."""
        desk = Desk(injections=tuple(parse(text) for text in inject))
        return pipeline.run(self.firmware, self.board, desk=desk)


_FOLDERS = TemporaryDirectory()


@functools.cache
def build(name: str) -> TinyFirmware:
    """Builds it, once for all tests; skips without a compiler."""
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("needs arm-none-eabi-gcc")
    board, folders = boards.load(name), Folders.of(Path(_FOLDERS.name) / name)
    pipeline.new(source(str(MODEL)), board, folders)
    return TinyFirmware(pipeline.build(folders, board), board)
