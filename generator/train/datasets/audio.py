"""Sound files to int16 samples: WAV by the standard library, FLAC and Ogg Opus by soundfile."""

import io
import wave

import numpy as np
import numpy.typing as npt

from generator.errors import RequestError, ToolError

Int16 = npt.NDArray[np.int16]


def decode(data: bytes, name: str, rate_hz: int) -> Int16:
    """The samples of a mono sound file.

    Raises RequestError where the file is not mono at that rate, ToolError without soundfile.
    """
    return _wave(data, name, rate_hz) if data[:4] == b"RIFF" else _other(data, name, rate_hz)


def fit(samples: Int16, length: int) -> Int16:
    """Exactly `length` samples: cut, or padded with zeros at the end."""
    return np.pad(samples[:length], (0, max(0, length - len(samples))))


def _wave(data: bytes, name: str, rate_hz: int) -> Int16:
    try:
        with wave.open(io.BytesIO(data)) as file:
            shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise RequestError(f"This is not a readable WAV file: {error}.", where=name) from error
    if shape != (1, 2, rate_hz):
        raise RequestError(f"A mono 16-bit WAV file at {rate_hz} Hz is needed.", where=name)
    return np.frombuffer(frames, dtype="<i2").astype(np.int16)


def _other(data: bytes, name: str, rate_hz: int) -> Int16:
    try:
        # Needed for training only; deploying the shipped task must work without it.
        import soundfile
    except ImportError as error:
        raise ToolError(
            "Decoding this clip needs the package soundfile.",
            where=name,
            hint="pip install '.[train]'",
        ) from error
    samples, rate = soundfile.read(io.BytesIO(data), dtype="int16")
    if rate != rate_hz or samples.ndim != 1:
        raise RequestError(f"A mono clip at {rate_hz} Hz is needed.", where=name)
    decoded: Int16 = samples
    return decoded
