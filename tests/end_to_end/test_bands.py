"""Every simulated or estimated time says how far it may be off, in whatever a verb writes."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from tests.command_line import generator
from tests.simulated_figures import bare_in_html, bare_in_json, bare_in_markdown, bare_in_text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc"),
]

BOARD = ("--board", "stm32f103c8")
VERBS = {
    "run": ("run", "house", *BOARD, "--layers", "--json", "run.json"),
    "analyze": ("analyze", "house", *BOARD, "--json", "a.json", "--html", "a.html"),
    "analyze --simulate": ("analyze", "house", *BOARD, "--simulate", "--json", "s.json"),
    "choose": (
        *("choose", "house", "--boards", "stm32f103c8,nucleo-l4r5zi"),
        *("--json", "c.json", "--html", "c.html"),
    ),
    "validate": (
        *("validate", "house", *BOARD, "--on", "sim", "--data", "random:4", "--no-layers"),
        *("--json", "v.json", "--html", "v.html"),
    ),
    "bench": (
        *("bench", "house", "--boards", "stm32f103c8,nucleo-g071rb", "--goals", "default"),
        *("-o", "b.jsonl", "--csv", "b.csv", "--json", "b.json"),
    ),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_what_a_verb_writes_carries_bands(verb: str, tmp_path: Path) -> None:
    done = generator(*VERBS[verb], folder=tmp_path)
    assert done.code == 0, done.err
    assert bare_in_text(done.out) == []
    for path in tmp_path.glob("*.json"):
        assert bare_in_json(json.loads(path.read_text())) == [], path.name
    for path in tmp_path.glob("*.html"):
        assert bare_in_html(path.read_text()) == [], path.name
    if verb == "run":  # a title stays on its line, also above a narrow table
        assert "What it answered, simulated ±" in done.out
        assert re.search(r"^ *±", done.out, re.MULTILINE) is None
    if verb == "bench":
        _reports_of_results(tmp_path)


def _reports_of_results(folder: Path) -> None:
    with (folder / "b.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(row["band_percent"] for row in rows if row["milliseconds"])
    words = ("report", "b.jsonl", "--markdown", "r.md", "--html", "r.html", "--json", "r.json")
    done = generator(*words, folder=folder)
    assert done.code == 0, done.err
    assert bare_in_text(done.out) == []
    assert bare_in_markdown((folder / "r.md").read_text()) == []
    assert bare_in_html((folder / "r.html").read_text()) == []
    assert bare_in_json(json.loads((folder / "r.json").read_text())) == []


def test_a_time_without_a_band_is_found() -> None:
    """The finders themselves."""
    table = "Times\n\n board   ms\n ─────────\n a       1.2\n\nIt takes 3.4 ms.\n"
    assert bare_in_text(table) == ["Times", "It takes 3.4 ms."]
    assert bare_in_text(table.replace("Times", "Times ±5 %").replace("3.4 ms", "3.4 ms ±5 %")) == []
    assert bare_in_markdown("| board | ms |\n|---|---|\n| a | 1 |\n")
    assert bare_in_markdown("±5 %:\n\n| board | ms |\n|---|---|\n| a | 1 |\n") == []
    assert bare_in_html("<section><p>takes 3 ms</p></section>")
    assert bare_in_json({"a": [{"cycles": 3}]}) == [".a.0.cycles"]
    assert bare_in_json({"band_percent": 5.0, "a": [{"cycles": 3}]}) == []
