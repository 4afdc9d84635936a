"""The audio front end on simulated cores, where words of 64 bits and leading zeros cost calls."""

import pytest

from tests.data import shared
from tests.engines.on_core import check_on_core

pytest.importorskip("unicorn", reason="needs the emulator")


@pytest.mark.parametrize("core", ["cortex-m0plus", "cortex-m3", "cortex-m7"])
def test_equals_tensorflow_lite_micro(core: str) -> None:
    model = shared("models/tflm/audio_preprocessor_int8.tflite")
    check_on_core(model.read_bytes(), core, runs=3)
