"""The pages that verbs write: looked at in a browser, and read as the markup that they are."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests import data
from tests.browser import opened
from tests.command_line import generator

_VISIBLE = """
[...document.querySelectorAll('%s')].map(element => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0;
})
"""


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a user's model whose tensors have names with all sorts of characters."""
    folder = tmp_path_factory.mktemp("analysis")
    model = data.mlperf_tiny("ic/pretrainedResnet_int8.tflite")
    done = generator("analyze", model, "--html", "page.html", folder=folder)
    assert done.code == 0, done.err
    return folder / "page.html"


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a wish, and its plot as a file."""
    folder = tmp_path_factory.mktemp("choice")
    boards = "stm32f103c8,nucleo-l4r5zi,nucleo-f411re"
    words = ("choose", "kws", "--latency", "50ms", "--boards", boards)
    done = generator(*words, "--html", "page.html", "--svg", "plot.svg", folder=folder)
    assert done.code == 0, done.err
    return folder / "page.html"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_analysis_in_a_browser(analysis: Path, dark: bool, tmp_path: Path) -> None:
    with opened(analysis, tmp_path, dark=dark) as page:
        assert page.complaints == []
        assert page.requests == [analysis.as_uri()], "a page needs no other file and no network"
        plots = page.evaluate(_VISIBLE % "svg.plot")
        assert len(plots) == 5
        assert all(plots)
        assert all(page.evaluate(_VISIBLE % "svg.plot text"))
        titles = page.evaluate("[...document.querySelectorAll('h2')].map(e => e.textContent)")
        assert "Memory over time" in titles
        assert "Latency of each layer" in titles
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(19, 26, 34)" if dark else "rgb(255, 255, 255)")
        assert page.evaluate("document.querySelectorAll('tr.mark').length") == 1


def test_the_choice_in_a_browser(choice: Path, tmp_path: Path) -> None:
    with opened(choice, tmp_path) as page:
        assert page.complaints == []
        assert page.requests == [choice.as_uri()]
        assert page.evaluate(_VISIBLE % "svg.plot") == [True, True]
        named = page.evaluate("document.querySelector('svg.plot').textContent")
        assert "nucleo-l4r5zi@" in named


def test_nothing_overlaps_in_the_plots(analysis: Path, tmp_path: Path) -> None:
    """No label of a plot lies over another one."""
    script = """
    [...document.querySelectorAll('svg.plot')].map(plot => {
      const boxes = [...plot.querySelectorAll('text')].map(t => t.getBoundingClientRect());
      let clashes = 0;
      boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 3 && down > 4) clashes += 1;
      }));
      return clashes;
    })
    """
    with opened(analysis, tmp_path) as page:
        assert page.evaluate(script) == [0] * 5


def test_pages_hold_no_link_and_no_script(analysis: Path, choice: Path) -> None:
    for page in (analysis, choice):
        text = page.read_text()
        assert text.count("http") == text.count('xmlns="http://www.w3.org/2000/svg"')
        assert "<script" not in text
        assert str(page.parent) not in text


def test_a_plot_alone_is_well_formed(choice: Path) -> None:
    root = ElementTree.parse(choice.parent / "plot.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "latency in ms" in words
