"""The house rules of docs/architecture.md: who may know whom, one place for everything."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator import discover

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator"
TEMPLATES = ROOT / "templates" / "engines" / "native"

NOUNS = {
    "application",
    "bench",
    "boards",
    "closing",
    "discover",
    "energy",
    "errors",
    "figures",
    "firmware",
    "fixed_point",
    "geometry",
    "goal",
    "graph",
    "interpret",
    "measurement",
    "ops",
    "own_process",
    "places",
    "plots",
    "program",
    "progress",
    "quantization",
    "score",
    "targets",
}
STAGES = {
    "analysis",
    "console",
    "engines",
    "fit",
    "hints",
    "measure",
    "memory",
    "oracles",
    "passes",
    "predict",
    "readers",
    "render",
    "reports",
    "runners",
    "toolchain",
    "validation",
}
# What a stage may be handed by another: frozen values only, and the port that a console talks to.
HANDED = {
    ("reports", "validation"),
    ("analysis", "fit"),
    ("analysis", "memory"),
    ("analysis", "passes"),
    ("analysis", "predict"),
    ("reports", "analysis"),
    ("hints", "predict"),
    ("reports", "hints"),
    ("render", "memory"),
    ("fit", "memory"),
    ("runners", "simulator"),
    ("console", "runners"),
}
ALONE = {"simulator", "train", "tasks"}


def modules() -> Iterator[Path]:
    """Every Python file of the package."""
    return PACKAGE.rglob("*.py")


def room(path: Path) -> str:
    """The first level of a module below the package: "ops", "pipeline"."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms of `generator` that a file imports from."""
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts == ["generator"]:
                rooms.update(alias.name for alias in node.names)
            elif parts[0] == "generator":
                rooms.add(parts[1])
        if isinstance(node, ast.Import):
            names = (alias.name.split(".") for alias in node.names)
            rooms.update(name[1] for name in names if name[0] == "generator" and len(name) > 1)
    return rooms


@pytest.mark.parametrize("path", sorted(modules()), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_dependencies_point_one_way(path: Path) -> None:
    mine, others = room(path), imported_rooms(path) - {room(path)}
    if mine in NOUNS:
        assert not others & (STAGES | ALONE | {"pipeline", "cli"}), (
            f"a noun knows a stage: {others}"
        )
    if mine in STAGES:
        strangers = {other for other in others & (STAGES | ALONE) if (mine, other) not in HANDED}
        assert not strangers, f"stages know frozen values, not each other: {strangers}"
    if mine == "simulator":
        assert not others - NOUNS, f"the simulator stands apart: {others - NOUNS}"
    if mine not in {"cli", "__main__"}:
        assert "cli" not in others
    if mine not in {"cli", "pipeline"}:
        assert "pipeline" not in others, "only the command line knows the pipeline"


def test_jinja_has_one_door() -> None:
    importers = [p.name for p in modules() if "jinja2" in _foreign_imports(p)]
    assert importers == ["environment.py"]


def test_tensorflow_and_unicorn_stay_in_their_rooms() -> None:
    for path in modules():
        foreign = _foreign_imports(path)
        assert not foreign & {"tensorflow", "tf_keras"} or room(path) == "train", path
        assert not foreign & {"unicorn", "capstone"} or room(path) == "simulator", path


def _foreign_imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("name", discover.module_names("generator.ops"))
def test_an_operator_is_meaning_lowering_and_test(name: str) -> None:
    assert (PACKAGE / "engines" / "native" / f"{name}.py").is_file(), "no lowering"
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    assert f'"{name.upper()}"' in tests, "no test builds a model with it"


def test_every_template_of_the_engine_is_used() -> None:
    lowerings = "\n".join(
        p.read_text(encoding="utf-8") for p in (PACKAGE / "engines" / "native").glob("*.py")
    )
    for template in TEMPLATES.glob("[!_]*.c.j2"):
        stem = template.name.removesuffix(".c.j2")
        parts = stem.split("_")
        assert stem in lowerings or parts[0] in lowerings, f"nothing renders {template.name}"


def test_every_verb_is_a_command() -> None:
    for name in discover.module_names("generator.cli"):
        command = __import__(f"generator.cli.{name}", fromlist=["command"]).command
        assert isinstance(command, click.Command)
        assert command.help, f"{name} has no help"


def test_public_things_are_explained() -> None:
    """Every module, and every public class and function, opens with a docstring."""
    silent = [f"{path.relative_to(ROOT)}: {name}" for path in modules() for name in _silent(path)]
    assert silent == []


def _silent(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body and ast.get_docstring(tree) is None:
        yield "the module"
    for node in tree.body:
        kinds = (ast.ClassDef, ast.FunctionDef)
        public = isinstance(node, kinds) and not node.name.startswith("_")
        if public and ast.get_docstring(node) is None:
            yield node.name
