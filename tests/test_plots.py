"""Plots as markup: well formed whatever they are told, and true to the figures."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.plots.arena import Placed, arena_map
from generator.plots.bars import Bar, bars
from generator.plots.canvas import WIDTH, standalone, ticks
from generator.plots.parts import Piece, parts
from generator.plots.scatter import Point, scatter
from generator.plots.step_axes import Mark

SVG = "{http://www.w3.org/2000/svg}"


def boxes(plot: str, colour: str) -> list[ElementTree.Element]:
    """The rectangles of a colour."""
    found = ElementTree.fromstring(plot).iter(f"{SVG}rect")
    return [box for box in found if colour in (box.get("class") or "").split()]


def width(box: ElementTree.Element) -> float:
    return float(box.get("width") or 0)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_any_name_is_text_and_nothing_else(name: str) -> None:
    placed = [Placed(name, 0, 5, 0, 100)]
    plots = (
        bars([Bar(name, 1.0, 0.5, 2.0, 1, name, name)], "ms", name),
        parts([Piece(name, 5, 1)], 10, name),
        arena_map(placed, 6, 0, [Mark(name, 100, "good")], name),
        scatter([Point(name, 1.0, 2.0, 1, True, name)], name, name, name, legend=[name]),
    )
    for plot in plots:
        root = ElementTree.fromstring(plot)
        assert root.get("aria-label") == name
        assert {element.tag for element in root.iter()} <= {
            f"{SVG}{tag}" for tag in ("svg", "text", "rect", "title", "line", "circle", "polyline")
        }


@given(st.floats(1e-6, 1e12))
def test_ticks_are_round_and_reach_far(largest: float) -> None:
    found = ticks(largest)
    assert found[0] == 0
    assert 2 <= len(found) <= 6
    assert found[-1] <= largest * (1 + 1e-6)
    step = found[1]
    assert largest - found[-1] < step * (1 + 1e-6)
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - wanted) for wanted in (1, 2, 5, 10)) < 1e-6


@given(st.lists(st.integers(1000, 100_000), min_size=1, max_size=6))
def test_pieces_are_as_wide_as_they_are_large(sizes: list[int]) -> None:
    whole = sum(sizes)
    plot = parts([Piece(str(n), size, n + 1) for n, size in enumerate(sizes)], whole, "flash")
    for number, size in enumerate(sizes):
        drawn = boxes(plot, f"c{number + 1}")[0]
        assert width(drawn) == pytest.approx(max(size / whole * WIDTH, 0.5), abs=0.1)


def test_a_bar_and_its_whiskers() -> None:
    plot = bars([Bar("a", 4.0, 2.0, 8.0, 1, "", ""), Bar("b", 8.0, 8.0, 8.0, 2, "", "")], "ms", "x")
    (first,), (second,) = boxes(plot, "c1"), boxes(plot, "c2")
    assert width(second) == pytest.approx(2 * width(first), abs=0.2)
    whiskers = [
        line
        for line in ElementTree.fromstring(plot).iter(f"{SVG}line")
        if line.get("class") == "whisker"
    ]
    assert len(whiskers) == 3  # only the uncertain one has them: the span and its two ends


def test_a_plot_alone_brings_its_colours() -> None:
    alone = standalone(parts([Piece("weights", 5, 1)], 10, "flash"))
    ElementTree.fromstring(alone)
    assert "--c1:" in alone
    assert "prefers-color-scheme: dark" in alone


def test_a_plot_alone_has_its_colours_also_without_style_sheets() -> None:
    """Every colour that a class gives is an attribute as well, and none is a variable."""
    marks = [Mark("flash", 90, "alarm"), Mark("peak", 80, "good")]
    plots = (
        parts([Piece("weights", 5, 1), Piece("free", 5, 0)], 9, "flash"),
        bars([Bar("a", 4.0, 2.0, 8.0, 1, "a", "")], "ms", "x"),
        arena_map([Placed("a", 0, 5, 0, 100)], 6, 0, marks, "x"),
        scatter([Point("a", 1.0, 2.0, 8, False, "")], "x", "y", "z", (5.0, 6.0)),
    )
    for plot in plots:
        root = ElementTree.fromstring(standalone(plot))
        assert root.get("fill", "").startswith("#")
        for element in root.iter():
            assert "var(" not in "".join(v for k, v in element.attrib.items() if k != "style")
            if element.tag in (f"{SVG}rect", f"{SVG}circle"):
                assert element.get("fill", "").startswith("#"), element.attrib
            if element.tag in (f"{SVG}line", f"{SVG}polyline"):
                assert element.get("stroke", "").startswith("#"), element.attrib
                assert element.get("fill") == "none"


@given(st.floats(1e-3, 1e6), st.floats(1.0001, 1e4))
def test_an_axis_has_enough_values_to_be_read_by(least: float, ratio: float) -> None:
    points = [Point("", 1.0, least, 1, True, ""), Point("", 10.0, least * ratio, 1, True, "")]
    root = ElementTree.fromstring(scatter(points, "x", "y", "z"))
    values = [t for t in root.iter(f"{SVG}text") if "end" in (t.get("class") or "").split()]
    assert 3 <= len(values) <= 20
    places = [float(value.get("y") or 0) for value in values]
    assert places == sorted(places, reverse=True)
    assert len({value.text for value in values}) == len(values)


def test_names_of_points_that_lie_close_find_places() -> None:
    points = [Point(f"name {n}", 100.0 + n, 200.0 - n, 1, True, "") for n in range(6)]
    root = ElementTree.fromstring(scatter(points, "x", "y", "z"))
    words = {element.text for element in root.iter(f"{SVG}text")}
    assert {point.label for point in points} <= words
