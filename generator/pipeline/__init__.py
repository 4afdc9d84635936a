"""The whole story: a model and a board become a measured firmware.

    file -> Graph -> Program -> Plan -> Project -> Firmware -> log -> Measurement

Each step is a plain call on frozen values; nothing is kept between them. `designing.py` goes up to
the plan, `project.py` to the firmware, `measuring.py` to the measurement. What asks more of a
design stands beside: `analysing.py` and `choosing.py` foretell it, `validating.py` holds it against
other interpreters.
"""

from generator.pipeline.designing import DEFAULT, Choices, Design, demand_fit, design, designs
from generator.pipeline.explaining import explain
from generator.pipeline.host import OnHost, on_host
from generator.pipeline.measuring import attend, console, run, run_emulated
from generator.pipeline.project import Edit, Folders, build, new, render

__all__ = [
    "DEFAULT",
    "Choices",
    "Design",
    "Edit",
    "Folders",
    "OnHost",
    "attend",
    "build",
    "console",
    "demand_fit",
    "design",
    "designs",
    "explain",
    "new",
    "on_host",
    "render",
    "run",
    "run_emulated",
]
