"""The confusion matrix and the strips of latencies as SVG, and the pages that show them."""

from xml.etree import ElementTree

import numpy as np
import pytest

from generator.bench import regressions
from generator.plots.canvas import standalone
from generator.plots.heatmap import heatmap
from generator.plots.strips import Spot, Strip, strips
from generator.render.page import render_page
from generator.reports import bench_page, validation_page
from generator.validation.compare import Answers, Outcome, classes, compare, standing
from generator.validation.cost import Cost
from generator.validation.samples import Samples
from tests.bench.test_bench_records import measured, refused
from tests.validation.test_validation_samples import IMAGE, graph

SVG = "{http://www.w3.org/2000/svg}"


def parsed(plot: str) -> ElementTree.Element:
    return ElementTree.fromstring(standalone(plot))


def test_every_count_is_in_its_cell() -> None:
    counts = [[3, 0, 1], [0, 0, 0], [2, 5, 7]]
    plot = parsed(heatmap(["a<b", "yes & no", "a very long name indeed"], counts, "matrix"))
    texts = {each.text for each in plot.iter(f"{SVG}text")}
    assert {"3", "1", "2", "5", "7", "a<b", "yes & no"} <= texts
    assert "0" not in texts
    titles = {each.text for each in plot.iter(f"{SVG}title")}
    assert "a very long name indeed, answered yes & no: 5 of 14 (35.7%)" in titles


def test_a_dot_lies_where_its_logarithm_is() -> None:
    spots = tuple(Spot(value, 0, f"{value}") for value in (1.0, 10.0, 100.0))
    plot = parsed(strips([Strip("model", spots)], ["m4"], "ms", "latency"))
    places = [float(each.get("cx", "0")) for each in plot.iter(f"{SVG}circle")]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.2)
    assert places[0] < places[1]


def test_one_dot_and_none_are_plots_too() -> None:
    parsed(strips([Strip("model", (Spot(5.0, 0, ""),))], ["m4"], "ms", "latency"))
    parsed(strips([], [], "ms", "latency"))


def test_an_axis_within_one_decade_has_marks_to_read_it_by() -> None:
    spots = (Spot(0.3, 0, ""), Spot(1.9, 0, ""))
    plot = parsed(strips([Strip("model", spots)], ["m4"], "ms", "latency"))
    assert {"0.5", "1"} <= {each.text for each in plot.iter(f"{SVG}text")}


def test_the_page_of_results_has_them_all() -> None:
    record = measured("a", model="<kws>")
    comparison = regressions.compare({record.cell: measured("a")}, {record.cell: record}, 2)
    page = render_page(bench_page.page([record, refused("b")], comparison))
    assert "&lt;kws&gt;" in page
    assert "<kws>" not in page
    assert "12.500" in page
    assert "kws on b" in page
    assert "<svg" in page


def test_the_page_of_a_validation_names_the_difference() -> None:
    """A model that hands its input on, of which one copy has an element wrong."""
    model = graph(IMAGE)
    given = np.arange(24, dtype=np.int8).reshape(4, 1, 2, 3)
    wrong = given.copy()
    wrong[2, 0, 1, 0] += 1
    samples = Samples((given,), np.array([5, 5, 5, 0]), "four samples")
    theirs, ours = (
        Answers(title, tuple((row,) for row in rows), Cost(1e-3, 1e-3))
        for title, rows in (("oracle", given), ("code", wrong))
    )
    found = compare(ours, theirs, model, samples)
    standings = tuple(standing(a, theirs, model, samples, classes(())) for a in (theirs, ours))
    outcome = Outcome((found,), (), standings, {"litert": "it is not installed"})
    assert not outcome.same
    assert found.first_difference is not None
    assert found.first_difference.element == (0, 1, 0)
    page = render_page(validation_page.page(outcome, "model", "four samples"))
    assert "image[0, 1, 0]: 16 instead of 15" in page
    assert "75.0%" in page
    assert "litert, it is not installed" in page
