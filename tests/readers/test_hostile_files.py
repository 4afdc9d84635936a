"""Every shared .tflite, broken or strange, is refused in one sentence or accepted and correct."""

from pathlib import Path

import pytest

from tests.data import shared_files
from tests.readers.judging import ROOT, judge
from tests.readers.survey import line, listed_as, row

pytest.importorskip(
    "tflite_micro.python.tflite_micro.runtime", reason="needs the tflite-micro wheel"
)

PAGE = (ROOT / "docs" / "models.md").read_text(encoding="utf-8").splitlines()
REGRESSIONS = sorted((Path(__file__).parent / "regressions").glob("*.tflite"))


def is_one_sentence(message: str) -> bool:
    """One line that says it; the hint follows on lines of its own, indented."""
    first, *hints = message.splitlines()
    return 10 < len(first) < 600 and all(line.startswith("  ") for line in hints)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("path", shared_files("robustness", ".tflite"), ids=lambda p: p.name)
def test_it_is_refused_in_words_or_right(path: Path) -> None:
    found = judge(path, "equal")
    assert found.verdict in ("accepted", "refused"), f"{found.code}: {found.errors[-1500:]}"
    if found.verdict == "refused":
        assert found.code == 2
        assert is_one_sentence(str(found.findings[0]["message"]))
    elif found.oracle_ran:
        assert found.code == 0, f"{found.findings} {found.errors[-1500:]}"
    entry = line(row(listed_as(path, "robustness"), found))
    assert entry in PAGE, f"docs/models.md is old, it lacks: {entry}"


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda p: p.name)
def test_what_fuzzing_found_stays_found(path: Path) -> None:
    found = judge(path)
    assert found.code in (0, 2), f"{found.code}: {found.errors[-1500:]}"
    assert found.verdict in ("accepted", "refused")
