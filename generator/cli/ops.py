"""`generator ops [MODEL]`: the operators that are supported, or what a model needs of them."""

import importlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from generator import ops, passes, readers
from generator.cli._options import json_option
from generator.cli._screen import out, write_json
from generator.errors import ModelError
from generator.graph import Graph, Node
from generator.passes import Saving
from generator.source import source

_MARKDOWN_HEAD = """# Operators

What TensorFlow Lite operators a model may have, and on what its activations may be. This page is
written by `python -m generator ops --markdown`; `python -m generator ops MODEL` says the same of
one model, node by node. What TensorFlow Lite Micro has of them gives the same results there,
integers bit for bit.
"""


@dataclass(frozen=True)
class Row:
    """A supported operator. dtypes: of its activations; empty where it leaves nothing to run."""

    name: str
    dtypes: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Need:
    """One node of a model. answer: "yes", "simplified away", or why it is not supported."""

    node: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    macs: int
    answer: str

    @property
    def refused(self) -> bool:
        """Whether the model cannot be computed because of it."""
        return self.answer not in ("yes", "simplified away")


@click.command("ops")
@click.argument("model", required=False)
@click.option("--markdown", is_flag=True, help="Print the table of operators as a page for docs.")
@json_option
def command(model: str | None, markdown: bool, json_file: Path | None) -> int:
    """List the operators that are supported; with MODEL, whether each of its nodes is.

    Leaves with exit code 1 if MODEL has a node that is not.
    """
    if model is not None:
        return _print_needs(source(model).path, json_file)
    rows = supported()
    if markdown:
        click.echo(as_markdown(rows), nl=False)
    else:
        _print_rows(rows)
    write_json(json_file, {"operators": [asdict(row) for row in rows]})
    return 0


def supported() -> list[Row]:
    """Every operator that a model may have, by name."""
    rows = [_row(name) for name in ops.names()]
    rows += [Row(name, (), meaning) for name, meaning in readers.RESOLVED.items()]
    return sorted(rows, key=lambda row: row.name)


def _row(name: str) -> Row:
    """The first sentence of the operator's module says what it does."""
    explanation = importlib.import_module(f"generator.ops.{name.lower()}").__doc__ or ""
    meaning = " ".join(explanation.split("\n\n")[0].split()).removeprefix(f"{name}: ").rstrip(".")
    return Row(name, tuple(ops.operator(name).dtypes), meaning)


def as_markdown(rows: Iterable[Row]) -> str:
    """The page `docs/operators.md`."""
    lines = [
        f"| {row.name} | {', '.join(row.dtypes) or 'any'} | {row.meaning} |".replace("\\", "\\\\")
        for row in rows
    ]
    head = f"There are {len(lines)}.\n\n| operator | activations | what it does |\n|---|---|---|"
    return "\n".join([_MARKDOWN_HEAD, head, *lines, ""])


def _print_rows(rows: list[Row]) -> None:
    table = Table("operator", "activations", "what it does")
    for row in rows:
        table.add_row(row.name, ", ".join(row.dtypes) or "any", row.meaning)
    out.print(table)
    out.print(f"{len(rows)} operators")


def _print_needs(path: Path, json_file: Path | None) -> int:
    graph = readers.read(path)
    simplified, savings = passes.run(graph)
    needs = [_need(graph, simplified, node) for node in graph.nodes]
    table = Table("node", "reads", "writes", "MACs", "supported")
    table.columns[3].justify = "right"
    for need in needs:
        reads, writes = escape("\n".join(need.reads)), escape("\n".join(need.writes))
        macs = f"{need.macs:,}" if need.macs else ""
        table.add_row(escape(need.node), reads, writes, macs, escape(need.answer))
    out.print(table)
    refused = [need for need in needs if need.refused]
    _print_verdict(len(needs), len(refused), savings)
    write_json(
        json_file,
        {
            "supported": not refused,
            "nodes": [asdict(need) for need in needs],
            "savings": [asdict(saving) for saving in savings],
        },
    )
    return 1 if refused else 0


def _print_verdict(nodes: int, refused: int, savings: Iterable[Saving]) -> None:
    for saving in savings:
        out.print(f"{saving.name}: {saving.text}")
    verdict = f"{refused} of {nodes} nodes are not supported" if refused else "all are supported"
    out.print(verdict if refused else f"{nodes} nodes, {verdict}")


def _need(graph: Graph, simplified: Graph, node: Node) -> Need:
    left = {n.name: n for n in simplified.nodes}.get(node.name)
    reads = tuple(str(graph.tensors[name]) for name in node.inputs if name is not None)
    writes = tuple(str(graph.tensors[name]) for name in node.outputs)
    if left is None:
        return Need(node.name, reads, writes, 0, "simplified away")
    try:
        operator = ops.operator(left.op)
        operator.check(simplified, left)
        return Need(node.name, reads, writes, operator.macs(simplified, left), "yes")
    except ModelError as error:
        return Need(node.name, reads, writes, 0, error.message)
