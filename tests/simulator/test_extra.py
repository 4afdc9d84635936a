"""What is told where the simulator's packages are missing, against the extra that names them."""

import tomllib
from pathlib import Path

from generator.simulator.packages import INSTALL


def test_the_packages_to_install_are_those_of_the_extra() -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    extra = tomllib.loads(project.read_text("utf-8"))["project"]["optional-dependencies"]
    assert "Type: pip install " + " ".join(f"'{name}'" for name in extra["simulator"]) == INSTALL
