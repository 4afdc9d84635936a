"""Stub."""

from generator.train.datasets.speech_commands.clips import SpeechCommands


def read() -> SpeechCommands:
    raise NotImplementedError
