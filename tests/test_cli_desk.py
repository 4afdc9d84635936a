"""`run` with a desk around the simulated board, as it is typed."""

from pathlib import Path

import pytest

from tests.command_line import generator

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--inject", "gremlins"], "no fault called 'gremlins'"),
        (["--inject", "hse-dead", "--port", "/dev/null"], "leave out --port"),
        (["--pace"], "--pace is for --gdb and --pty"),
        (["--gdb", "3333", "--json", "x.json"], "leave out --json"),
        (["--gdb", "99999"], "99999"),
    ],
)
def test_a_request_that_means_nothing_is_refused_at_once(
    tmp_path: Path, words: list[str], sentence: str
) -> None:
    done = generator("run", "kws", "--board", "stm32f103c8", *words, folder=tmp_path)
    assert done.code == 2
    assert sentence in done.err
    assert list(tmp_path.iterdir()) == [], "nothing is rendered or built for it"


def test_the_help_knows_every_fault(tmp_path: Path) -> None:
    text = generator("run", "--help", folder=tmp_path).out
    for line in ("hse-dead: the crystal", "crystal-ppm=N: ", "flash-flip=PLACE: "):
        assert line in text
