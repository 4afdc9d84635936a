"""The committed example project: what is rendered today is what was reviewed, byte for byte."""

from pathlib import Path

import pytest

from tests.formatting import complaints
from tests.golden.tiny import DIRECTORY, MODEL, rendered


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return rendered()


def test_equals_the_committed_project(files: dict[str, str]) -> None:
    committed = {
        str(path.relative_to(DIRECTORY)): path.read_text(encoding="utf-8")
        for path in DIRECTORY.rglob("*")
        if path.is_file()
    }
    different = sorted(
        path for path in {*files, *committed} if files.get(path) != committed.get(path)
    )
    assert different == [], "after an intended change, write them anew: python -m tests.golden"


def test_renders_the_same_twice(files: dict[str, str]) -> None:
    assert rendered() == files


def test_names_no_place_and_no_time(files: dict[str, str]) -> None:
    for path, text in files.items():
        assert str(MODEL.parent) not in text, path
        assert str(Path.home()) not in text or str(Path.home()) == "/", path


def test_is_formatted(files: dict[str, str], tmp_path: Path) -> None:
    sources = []
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        if path.endswith((".c", ".h")):
            sources.append(tmp_path / path)
    assert complaints(tmp_path, sources) == ""
