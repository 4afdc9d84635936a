"""A measurement for programs. The names are stable; see `docs/report.md`."""

import json

from generator.measurement import Measurement


def render(measurement: Measurement) -> str:
    """The measurement as a JSON document."""
    return json.dumps(measurement.to_json(), indent=2, ensure_ascii=False) + "\n"
