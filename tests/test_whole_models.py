"""The models that people use equal TensorFlow Lite Micro, every one that it runs."""

from pathlib import Path

import pytest

from tests.data import shared_files
from tests.readers.judging import judge

pytest.importorskip(
    "tflite_micro.python.tflite_micro.runtime", reason="needs the tflite-micro wheel"
)

# Two have quantised weights but float32 activations, which TensorFlow Lite Micro refuses as well.
REFUSED = {
    "kws_ref_model_float32.tflite",
    "model_ToyCar_quant_dynrange.tflite",
}


@pytest.mark.timeout(400)
@pytest.mark.parametrize("path", shared_files("models", ".tflite"), ids=lambda p: p.name)
def test_it_equals_tensorflow_lite_micro(path: Path) -> None:
    found = judge(path, "equal")
    if path.name in REFUSED:
        assert found.verdict == "refused", found.findings
        return
    assert found.verdict == "accepted", found.findings or found.errors[-1500:]
    assert found.oracle_ran, found.findings
    assert found.code == 0, f"{found.findings} {found.errors[-1500:]}"
