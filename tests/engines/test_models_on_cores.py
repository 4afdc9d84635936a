"""Whole models on simulated cores: the oracle's outputs, and no more instructions than promised."""

import pytest

from tests.data import mlperf_tiny
from tests.engines.on_core import check_on_core

pytest.importorskip("unicorn", reason="needs the emulator")

KWS = "kws/kws_ref_model_int8.tflite"
IC = "ic/pretrainedResnet_int8.tflite"
AD = "ad/ad01_int8.tflite"
VWW = "vww/vww_96_int8.tflite"


@pytest.mark.parametrize(
    ("model", "core", "instructions"),
    [
        (KWS, "cortex-m3", 6_600_000),
        (KWS, "cortex-m4", 3_300_000),
        (AD, "cortex-m4", 330_000),
        (IC, "cortex-m4", 14_500_000),
        (VWW, "cortex-m4", 12_000_000),
    ],
)
def test_equals_tensorflow_lite_micro(model: str, core: str, instructions: int) -> None:
    assert check_on_core(mlperf_tiny(model).read_bytes(), core, runs=1) <= instructions
