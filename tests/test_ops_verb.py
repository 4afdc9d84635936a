"""`generator ops`: the table of operators and its page, and what a model needs of them."""

import json
from pathlib import Path

from generator import ops
from generator.cli.ops import as_markdown, supported
from tests.command_line import ROOT, generator
from tests.golden.tiny import MODEL
from tests.single_op import T, model, options


def test_the_page_for_docs_is_current() -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert page == as_markdown(supported()), (
        "python -m generator ops --markdown > docs/operators.md"
    )


def test_every_operator_says_what_it_does_and_on_what() -> None:
    rows = {row.name: row for row in supported()}
    assert set(ops.names()) < set(rows)
    for name, row in rows.items():
        assert row.meaning, name
        assert row.dtypes or name not in ops.names(), name


def test_a_supported_model_is_shown_node_by_node(tmp_path: Path) -> None:
    done = generator("ops", MODEL, "--json", "needs.json", folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "needs.json").read_text())
    assert facts["supported"]
    assert len(facts["nodes"]) > 1
    assert all(need["node"] in done.out for need in facts["nodes"])


def test_an_unsupported_node_is_named_with_its_reason(tmp_path: Path) -> None:
    data = model(
        "ADD",
        [T((1, 4), "float32"), T((1, 3), "float32")],
        [T((1, 4), "float32")],
        options("AddOptions"),
    )
    (tmp_path / "odd.tflite").write_bytes(data)
    done = generator("ops", "odd.tflite", "--json", "needs.json", folder=tmp_path)
    assert done.code == 1
    (need,) = json.loads((tmp_path / "needs.json").read_text())["nodes"]
    assert need["node"] == "0 ADD"
    assert "t1" in need["answer"] or "shape" in need["answer"]
    assert "1 of 1 nodes" in done.out
