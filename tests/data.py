"""The shared models and data sets, which a checkout may be without."""

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(path: str) -> Path:
    """A file or folder of the shared data; skips the test, saying why, where it is absent."""
    root = Path(os.environ.get("GENERATOR_DATA", _DEFAULT))
    if not (root / path).exists():
        pytest.skip(f"needs {path} of the shared data: set GENERATOR_DATA to its folder")
    return root / path


def mlperf_tiny(path: str) -> Path:
    """A reference model of MLPerf Tiny, as "kws/kws_ref_model_int8.tflite"."""
    return shared(f"models/mlperf_tiny/{path}")


def shared_files(path: str, suffix: str) -> list[Path]:
    """The files below a shared folder that end so, to parametrise tests; [] where it is absent."""
    root = Path(os.environ.get("GENERATOR_DATA", _DEFAULT))
    return sorted((root / path).rglob(f"*{suffix}"))
