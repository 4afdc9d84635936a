"""A model on many boards at several clocks, foretold."""

from collections.abc import Iterator, Sequence

from generator import boards, fit, predict
from generator.analysis.choice import Candidate, Limits, Verdict, judge
from generator.boards.facts import Board
from generator.energy import energy
from generator.errors import BoardError
from generator.pipeline.designing import Choices, Design, designs
from generator.progress import Progress
from generator.source import Source


def judged(
    source: Source, names: Sequence[str], limits: Limits, choices: Choices, progress: Progress
) -> list[Verdict]:
    """Every board at its usual clock; slower ones where that is quick enough or too hungry.

    A board that is too slow is tried with `-O time` as well, unless a goal was chosen.
    """
    usual = [boards.load(name) for name in names]
    found = _verdicts(source, usual, limits, choices, progress)
    fast = [board for board, verdict in zip(usual, found, strict=True) if _may_be_slower(verdict)]
    slower = [clocked for board in fast for clocked in _slower(board)]
    return found + _verdicts(source, slower, limits, choices, progress)


def _may_be_slower(verdict: Verdict) -> bool:
    return verdict.candidate.fits and not any(r.endswith(" ms") for r in verdict.reasons)


def _slower(board: Board) -> Iterator[Board]:
    """The board as fast as each smaller number of flash wait states allows, where that is had."""
    for most_hz, _ in board.part.wait_states:
        if most_hz < board.clock.hclk_hz:
            try:
                yield boards.load(board.name, most_hz)
            except BoardError:  # the clock tree cannot make it
                continue


def _verdicts(
    source: Source,
    candidates: Sequence[Board],
    limits: Limits,
    choices: Choices,
    progress: Progress,
) -> list[Verdict]:
    found = list(_foretold(source, candidates, limits, choices, progress))
    if choices.goal is not None:
        return found
    slow = [n for n, v in enumerate(found) if v.answer == "no" and _only_slow(v, limits)]
    quick = Choices(choices.engine, choices.io, choices.skipped_passes, "time")
    again = _foretold(source, [candidates[n] for n in slow], limits, quick, progress)
    for n, verdict in zip(slow, again, strict=True):
        if verdict.answer != "no":
            found[n] = verdict
    return found


def _only_slow(verdict: Verdict, limits: Limits) -> bool:
    c = verdict.candidate
    return c.fits and limits.milliseconds is not None and c.milliseconds > limits.milliseconds


def _foretold(
    source: Source,
    candidates: Sequence[Board],
    limits: Limits,
    choices: Choices,
    progress: Progress,
) -> Iterator[Verdict]:
    for done, made in enumerate(designs(source, candidates, choices)):
        progress("looking at boards and clocks", done, len(candidates))
        yield judge(_candidate(made), limits)


def _candidate(made: Design) -> Candidate:
    board = made.board
    time = predict.predict(made.program, board)
    return Candidate(
        board=board.name,
        part=board.part.name,
        core=board.part.core,
        clock_hz=board.clock.hclk_hz,
        goal=made.goal,
        fits=fit.fits(made.need, board),
        flash_bytes=made.need.flash_bytes,
        part_flash_bytes=board.part.flash.size_bytes,
        ram_bytes=made.need.ram_bytes,
        part_ram_bytes=made.placement.capacity_bytes,
        milliseconds=time.milliseconds,
        band_percent=time.band_percent,
        energy=energy(board, time.milliseconds, time.band_percent),
    )
