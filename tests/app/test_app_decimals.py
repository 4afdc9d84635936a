"""The real numbers that `results%` prints, against Python's exact formatting."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.application import Application
from generator.graph import Quantization
from generator.program import Program
from tests.app.host_app import App, build, tiny_program

CHUNK = 31


def results(app: App, stored: bytes) -> list[str]:
    chunks = [stored[start : start + CHUNK].hex() for start in range(0, len(stored), CHUNK)]
    load = f"db load {len(stored)}%" + "".join(f"db {chunk}%" for chunk in chunks)
    line = app.answers(f"{load}infer 1 0%")[-2]
    return line.removeprefix("m-results-[").removesuffix("]").split(",")


def app_of(folder: Path, program: Program) -> App:
    return build(folder, program, Application("tiny", runs=1))


scales = st.floats(2.0**-40, 2.0**16, width=32)


@pytest.mark.usefixtures("host_compiler")
@settings(max_examples=8, deadline=None)
@given(scale=scales, zero_point=st.integers(-128, 127))
def test_int8_is_exact_to_the_last_digit(
    tmp_path_factory: pytest.TempPathFactory, scale: float, zero_point: int
) -> None:
    quantization = Quantization((scale,), (zero_point,))
    app = app_of(tmp_path_factory.mktemp("int8"), tiny_program("int8", 256, quantization))
    stored = np.arange(-128, 128, dtype=np.int8)
    assert results(app, stored.tobytes()) == [
        f"{(int(q) - zero_point) * scale:.6f}" for q in stored
    ]


@pytest.mark.usefixtures("host_compiler")
@pytest.mark.parametrize(
    "scale", [1 / 256, 0.5, 1.0, 3.0, float(np.float32(0.1)), 2.0**-60, 2.0**-80]
)
@pytest.mark.parametrize("dtype", ["uint8", "int16"])
def test_ties_whole_scales_and_tiny_scales(tmp_path: Path, dtype: str, scale: float) -> None:
    info = np.iinfo(dtype)
    stored = np.array([info.min, info.min + 1, 0, 1, 2, 3, 7, 100, info.max], dtype)
    app = app_of(tmp_path, tiny_program(dtype, stored.size, Quantization((scale,), (3,))))
    expected = [f"{(int(q) - 3) * scale:.6f}" for q in stored]
    assert results(app, stored.tobytes()) == expected


@pytest.mark.usefixtures("host_compiler")
def test_unquantised_integers_are_printed_as_they_are(tmp_path: Path) -> None:
    stored = np.array([0, -1, 2**31 - 1, -(2**31), 42], np.int32)
    app = app_of(tmp_path, tiny_program("int32", stored.size))
    assert results(app, stored.tobytes()) == [str(q) for q in stored]


@pytest.mark.usefixtures("host_compiler")
def test_wide_quantised_integers_agree_as_float32(tmp_path: Path) -> None:
    stored = np.array([0, -1, 2**31 - 1, -(2**31), 42], np.int32)
    scale = float(np.float32(1e-7))
    app = app_of(tmp_path, tiny_program("int32", stored.size, Quantization((scale,), (5,))))
    expected = [float(np.float32(int(q) - 5) * np.float32(scale)) for q in stored]
    assert results(app, stored.tobytes()) == [f"{value:.6f}" for value in expected]


@pytest.fixture(scope="module")
def float_app(host_compiler: None, tmp_path_factory: pytest.TempPathFactory) -> App:
    return app_of(tmp_path_factory.mktemp("float32"), tiny_program("float32", 8))


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(-(2.0**42), 2.0**42, width=32), min_size=8, max_size=8))
def test_float32_is_exact_to_the_last_digit(float_app: App, values: list[float]) -> None:
    assert results(float_app, struct.pack("<8f", *values)) == [f"{value:.6f}" for value in values]


def test_float32_beyond_the_exact_range_and_special_values(float_app: App) -> None:
    big = [1e13, -3.4028234663852886e38, 2.0**43, 1e30]
    special = [float("inf"), float("-inf"), float("nan"), 1e-45]
    printed = results(float_app, struct.pack("<8f", *big, *special))
    assert [float(text) for text in printed[:4]] == pytest.approx(big, rel=2e-6)
    assert printed[4:] == ["inf", "-inf", "nan", "0.000000"]
