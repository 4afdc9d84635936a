"""`generator choose MODEL --latency 50ms --energy 2mJ`: the boards that meet a wish."""

from pathlib import Path

import click

from generator import boards, source
from generator.analysis.choice import Limits, Verdict, best_of_each_board, ranked
from generator.cli._choices import choice_options
from generator.cli._options import html_option, json_option
from generator.cli._quantities import microjoules, milliseconds, size_bytes
from generator.cli._screen import counting, out, write_json, write_text
from generator.pipeline import Choices
from generator.pipeline.choosing import judged
from generator.render.page import render_page
from generator.reports import choice


@click.command("choose")
@click.argument("model")
@click.option(
    "--latency", callback=milliseconds, metavar="50ms", help="The longest an inference is."
)
@click.option("--energy", callback=microjoules, metavar="2mJ", help="The most that one may take.")
@click.option("--flash", callback=size_bytes, metavar="64KiB", help="The most flash that is used.")
@click.option("--ram", callback=size_bytes, metavar="20KiB", help="The most RAM that is used.")
@click.option("--boards", "listed", metavar="NAME,…", help="Only these.  [default: all]")
@choice_options
@click.option(
    "--svg", "svg_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the plot."
)
@html_option
@json_option
def command(
    model: str,
    latency: float | None,
    energy: float | None,
    flash: float | None,
    ram: float | None,
    listed: str | None,
    choices: Choices,
    svg_file: Path | None,
    html_file: Path | None,
    json_file: Path | None,
) -> int:
    """Find the boards and clocks on which a model meets a wish.

    Nothing is compiled: times and energies are estimates with a band. The exit code is 1 if no
    board meets the wish.
    """
    limits = Limits(
        milliseconds=latency,
        energy_uj=energy,
        flash_bytes=None if flash is None else int(flash),
        ram_bytes=None if ram is None else int(ram),
    )
    names = [boards.load(word).name for word in listed.split(",")] if listed else boards.names()
    with counting() as count:
        chosen = source.source(model)
        verdicts = judged(chosen, names, limits, choices, count)
    out.print(choice.render(chosen.name, verdicts, limits))
    write_json(json_file, _facts(chosen.name, verdicts))
    if html_file is not None:
        write_text(html_file, render_page(choice.page(chosen.name, verdicts, limits)))
    if svg_file is not None:
        write_text(svg_file, choice.pareto_file(verdicts, limits))
    return 0 if any(verdict.answer != "no" for verdict in verdicts) else 1


def _facts(model: str, verdicts: list[Verdict]) -> dict[str, object]:
    best = ranked(best_of_each_board(verdicts))
    return {
        "model": model,
        "boards": [verdict.to_json() for verdict in best],
        "all": [verdict.to_json() for verdict in ranked(verdicts)],
    }
