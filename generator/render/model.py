"""The files of `model/`: the public header, one call per layer, the kernels and the weights."""

import textwrap
import zlib
from collections.abc import Iterable

from generator.memory import Plan
from generator.program import Constant, Program
from generator.render.arrays import array, array_declaration
from generator.render.c_text import bank_name, width
from generator.render.edges import edges, variables
from generator.render.environment import render
from generator.render.kernels import functions_of, kernel_file, signature, structs
from generator.render.layers import layers

# What weights.c asks for and linker.ld ends with; types that need more have it.
_ALIGNMENT = 4


def render_model(program: Program, plan: Plan) -> dict[str, str]:
    """Path to text of every file in `model/`."""
    functions = functions_of(program, plan)
    shown = edges(program, plan)
    title = f"{program.name}: {program.macs} multiply-accumulates, by the {program.engine} engine."
    common = {
        "title": title,
        "model": program.name,
        "m": program.name,
        "M": program.name.upper(),
        "arena_bytes": plan.arena_bytes,
        "banks": [
            {"name": bank_name(i), "start": bank.start, "bytes": bank.size_bytes}
            for i, bank in enumerate(plan.banks)
        ],
        "weights_bytes": program.weights_bytes,
        "edges": shown,
        "helpers": [edge for edge in shown if edge["quantized"]],
        "layers": layers(program, plan, functions),
        "memory_lines": _memory_lines(program, plan),
        "variables": variables(program, plan),
        "edges_width": width(edge["prototype"] for edge in shown),
        "arrays": [array(c) for c in program.constants],
        "weights_crc32": _crc32(program.constants),
        "arrays_width": width(array_declaration(c) for c in program.constants),
        "structs": structs(functions, plan),
        "uses_bool": any(t.dtype.kind == "b" for t in program.tensors.values()),
        "kernels": [{"signature": signature(f, program)} for f in functions],
    }
    files = {
        f"model/{program.name}.h": render("model/model.h.j2", **common),
        f"model/{program.name}.c": render("model/model.c.j2", **common),
        "model/weights.h": render("model/weights.h.j2", **common),
        "model/weights.c": render("model/weights.c.j2", **common),
        "model/arithmetic.h": render(f"engines/{program.engine}/arithmetic.h.j2"),
        "model/kernels.h": render(f"engines/{program.engine}/kernels.h.j2", **common),
    }
    for function in functions:
        files[f"model/{function.name}.c"] = kernel_file(function, program, plan)
    return files


def _crc32(constants: Iterable[Constant]) -> str:
    """The CRC-32 of the constants as they lie in flash: by name, aligned, little-endian."""
    image = b""
    for constant in sorted(constants, key=lambda constant: constant.name):
        image += bytes(-len(image) % max(_ALIGNMENT, constant.data.dtype.itemsize))
        image += constant.data.astype(constant.data.dtype.newbyteorder("<")).tobytes()
    image += bytes(-len(image) % _ALIGNMENT)
    return f"0x{zlib.crc32(image):08x}"


def _memory_lines(program: Program, plan: Plan) -> list[str]:
    peak = program.steps[plan.peak_step]
    text = (
        f"The arena has {plan.arena_bytes} bytes; no plan of these layers needs fewer than "
        f"{plan.lower_bound_bytes}. The most is in use at layer {peak.index}, {peak.op}. Without "
        f"outputs laid over dying inputs it would have {plan.without_overlap_bytes} bytes."
    )
    return textwrap.wrap(text, 96)
