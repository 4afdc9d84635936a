"""Every model that people use, as Arm code on a simulated Cortex-M4: what the oracle answers."""

from pathlib import Path

import pytest

from tests.data import shared_files
from tests.engines.on_core import check_on_core
from tests.test_whole_models import REFUSED

pytest.importorskip("unicorn", reason="needs the emulator")

# float32 outputs agree within this part of the greatest of them.
TOLERANCE = 2e-5
MODELS = [path for path in shared_files("models", ".tflite") if path.name not in REFUSED]


@pytest.mark.slow
@pytest.mark.parametrize("path", MODELS, ids=lambda p: p.name)
def test_it_equals_tensorflow_lite_micro(path: Path) -> None:
    assert check_on_core(path.read_bytes(), "cortex-m4", runs=2, tolerance=TOLERANCE) > 0
