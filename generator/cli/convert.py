"""`generator convert NETWORK -o FILE.tflite`: a Keras network or SavedModel for the device."""

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from generator.cli._options import json_option
from generator.cli._screen import out, progress, write_bytes, write_json
from generator.errors import RequestError
from generator.train.conversion.c_header import c_header, header_path
from generator.train.conversion.convert import Conversion, convert, dtypes
from generator.train.conversion.scoring import Quality

_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("convert")
@click.argument("network", type=_PATH)
@click.option(
    "--dtype",
    type=click.Choice(dtypes()),
    help="What the device computes in.  [default: int8 with --data, else float32]",
)
@click.option(
    "--data", type=_FILE, help="A .npz file with typical inputs `x`, and labels `y` to measure by."
)
@click.option("-o", "--output", type=_FILE, help="The .tflite file.  [default: NETWORK.tflite]")
@click.option(
    "--emit",
    type=click.Choice(["header"]),
    help="Also write the file as a C array, as `xxd -i` does, to NAME_data.h beside it.",
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@json_option
def command(
    network: Path,
    dtype: str | None,
    data: Path | None,
    output: Path | None,
    emit: str | None,
    force: bool,
    json_file: Path | None,
) -> None:
    """Convert a .keras or .h5 file or a SavedModel folder to a .tflite file.

    int8 and int16x8 need --data, from which the ranges of activations are taken. With labels in it
    the quality before and after is measured. A .tflite file is only emitted as a header.
    """
    target = output or network.with_suffix(".tflite")
    header = header_path(target) if emit == "header" else None
    if network.suffix == ".tflite":
        _emit_only(network, header, dtype or data, force)
        return
    _demand_free([target, *([header] if header else [])], force)
    word = dtype or ("int8" if data else "float32")
    with progress() as notify:
        notify(f"converting {network.name} to {word}")
        made = convert(network, word, data)
    write_bytes(target, made.model)
    if header:
        write_bytes(header, c_header(header.stem, made.model).encode())
    facts = _facts(target, header, word, made)
    out.print(_table(facts, made))
    write_json(json_file, facts)


def _emit_only(model: Path, header: Path | None, asked: object, force: bool) -> None:
    if header is None or asked:
        raise RequestError(
            "It is a .tflite file already; all that can be made of it is a header.",
            where=str(model),
            hint=f"generator convert {model} --emit header",
        )
    if not model.is_file():
        raise RequestError("There is no such file.", where=str(model))
    _demand_free([header], force)
    write_bytes(header, c_header(header.stem, model.read_bytes()).encode())
    out.print(f"{header}: {model.stat().st_size:,} bytes as a C array")


def _demand_free(paths: list[Path], force: bool) -> None:
    for path in paths:
        if path.exists() and not force:
            raise RequestError(
                "It is there already, and is not overwritten.",
                where=str(path),
                hint="Name another with -o, or add --force.",
            )


def _facts(target: Path, header: Path | None, dtype: str, made: Conversion) -> dict[str, Any]:
    return {
        "model": str(target),
        "header": str(header) if header else None,
        "dtype": dtype,
        "bytes": len(made.model),
        "inputs": [
            {"name": each.name, "shape": list(each.shape), "dtype": each.dtype.name}
            for each in made.inputs
        ],
        "calibrated_on": made.calibrated_on,
        "before": _quality(made.before),
        "after": _quality(made.after),
        "largest_error": made.largest_error,
    }


def _quality(quality: Quality | None) -> dict[str, Any] | None:
    if quality is None:
        return None
    return {"name": quality.name, "value": quality.value, "examples": quality.examples}


def _table(facts: dict[str, Any], made: Conversion) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("model", f"{facts['model']}, {facts['bytes']:,} bytes, {facts['dtype']}")
    if facts["header"]:
        table.add_row("C array", facts["header"])
    for each in made.inputs:
        table.add_row("input", f"{each.name} {'×'.join(map(str, each.shape))} {each.dtype.name}")
    if made.calibrated_on:
        table.add_row("calibrated on", f"{made.calibrated_on} examples")
    if made.before and made.after:
        table.add_row(f"{made.before.name} before", _shown(made.before))
        table.add_row(f"{made.after.name} after", _shown(made.after))
    if made.largest_error is not None:
        table.add_row("largest error", f"{made.largest_error:.4g} in the first output")
    return table


def _shown(quality: Quality) -> str:
    value = f"{quality.value:.2%}" if quality.name == "accuracy" else f"{quality.value:.5g}"
    return f"{value} of {quality.examples} examples" if "%" in value else value
