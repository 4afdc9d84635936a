"""The files of `model/`: the public header, one call per layer, the kernels and the weights."""

import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TypeGuard

import numpy as np

from generator.geometry import Axis
from generator.graph import Tensor
from generator.memory import Plan
from generator.program import Constant, Kernel, Order, Parameter, Program, Step
from generator.quantization import dtype_range
from generator.render.environment import render

CTYPES = {
    "int8": "int8_t",
    "uint8": "uint8_t",
    "int16": "int16_t",
    "uint16": "uint16_t",
    "int32": "int32_t",
    "uint32": "uint32_t",
    "int64": "int64_t",
    "float32": "float",
    "bool": "bool",
}
_ROW_WIDTH = 96


@dataclass(frozen=True)
class Function:
    """A kernel as it is rendered: one C function in one file, used by one layer or several."""

    name: str
    kernel: Kernel
    order: Order
    steps: tuple[Step, ...]


def render_model(program: Program, plan: Plan) -> dict[str, str]:
    """Path to text of every file in `model/`."""
    functions = _functions(program, plan)
    edges = _edges(program, plan)
    title = f"{program.name}: {program.macs} multiply-accumulates, by the {program.engine} engine."
    common = {
        "title": title,
        "model": program.name,
        "m": program.name,
        "M": program.name.upper(),
        "arena_bytes": plan.arena_bytes,
        "weights_bytes": program.weights_bytes,
        "edges": edges,
        "helpers": [edge for edge in edges if edge["quantized"]],
        "layers": _layers(program, plan, functions),
        "memory_lines": _memory_lines(program, plan),
        "variables": _variables(program, plan),
        "edges_width": _width(edge["prototype"] for edge in edges),
        "arrays": [_array(c) for c in program.constants],
        "arrays_width": _width(_array_declaration(c) for c in program.constants),
        "structs": _structs(program),
        "uses_bool": any(t.dtype.kind == "b" for t in program.tensors.values()),
        "kernels": [{"signature": _signature(f, program)} for f in functions],
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
        files[f"model/{function.name}.c"] = _kernel_file(function, program, plan)
    return files


def _functions(program: Program, plan: Plan) -> list[Function]:
    """One for each distinct kernel and direction, named apart where their shapes read the same."""
    users: dict[tuple[Kernel, Order], list[Step]] = {}
    for step in program.steps:
        if step.kernel is not None:
            key = (step.kernel, plan.orders.get(step.index, "ascending"))
            users.setdefault(key, []).append(step)
    taken: set[str] = set()
    functions = []
    for (kernel, order), steps in users.items():
        stem = kernel.name + ("_descending" if order == "descending" else "")
        name = next(n for n in _variants(stem) if n not in taken)
        taken.add(name)
        functions.append(Function(name, kernel, order, tuple(steps)))
    return functions


def _variants(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _kernel_file(function: Function, program: Program, plan: Plan) -> str:
    first = function.steps[0]
    context = {
        key: Axis(*value) if _is_axis(value) else value for key, value in function.kernel.context
    }
    return render(
        f"engines/{program.engine}/_kernel.c.j2",
        title=f"{function.name}: {first.op}, for {_plural(len(function.steps), 'layer')}.",
        layers=[[f"Layer {s.index}:", *_layer_lines(s, program, plan)] for s in function.steps],
        body=f"engines/{program.engine}/{function.kernel.template}.c.j2",
        signature=_signature(function, program),
        struct=_struct_name(function.kernel),
        descending=function.order == "descending",
        input_ctypes=[_ctype(program.tensors[name]) for name in first.inputs],
        output_ctype=_ctype(program.tensors[first.outputs[0]]),
        k=context,
    )


def _is_axis(value: object) -> TypeGuard[tuple[int, int, int, int, int, int]]:
    """Six numbers in a kernel's context are a `geometry.Axis`; other tuples stay as they are."""
    return (
        isinstance(value, tuple)
        and len(value) == len(fields(Axis))
        and all(isinstance(number, int) for number in value)
    )


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _signature(function: Function, program: Program) -> str:
    step = function.steps[0]
    names = ["input"] if len(step.inputs) == 1 else [f"input_{i}" for i in range(len(step.inputs))]
    arguments = [
        f"const {_ctype(program.tensors[tensor])} *{name}"
        for tensor, name in zip(step.inputs, names, strict=True)
    ]
    outputs = (
        ["output"] if len(step.outputs) == 1 else [f"output_{i}" for i in range(len(step.outputs))]
    )
    arguments += [
        f"{_ctype(program.tensors[tensor])} *{name}"
        for tensor, name in zip(step.outputs, outputs, strict=True)
    ]
    if step.scratch_bytes:
        arguments.append("int8_t *scratch")
    if step.parameters:
        arguments.append(f"const struct {_struct_name(function.kernel)} *layer")
    return f"void {function.name}({', '.join(arguments)})"


def _struct_name(kernel: Kernel) -> str:
    """Kernels of one template share a structure, unless one has a field that another lacks.

    Those that differ say so in their context: `padded`, or by a word of their own, `variant`.
    """
    context = dict(kernel.context)
    words = ("padded" if context.get("padded") else "", str(context.get("variant", "")))
    return "_".join((kernel.template, *filter(None, words), "layer"))


def _structs(program: Program) -> list[dict[str, object]]:
    structs: dict[str, tuple[Parameter, ...]] = {}
    for step in program.steps:
        if step.kernel is not None and step.parameters:
            structs.setdefault(_struct_name(step.kernel), step.parameters)
    return [
        {
            "name": name,
            "width": _width(_declaration(p.ctype, p.name) for p in parameters),
            "fields": [
                {"declaration": _declaration(p.ctype, p.name), "comment": p.comment}
                for p in parameters
            ],
        }
        for name, parameters in structs.items()
    ]


def _width(declarations: Iterable[object]) -> int:
    """So far a column of declarations reaches, semicolon included; comments stand behind it."""
    return max((len(str(declaration)) + 1 for declaration in declarations), default=0)


def _declaration(ctype: str, name: str) -> str:
    return f"{ctype}{name}" if ctype.endswith("*") else f"{ctype} {name}"


def _layers(program: Program, plan: Plan, functions: list[Function]) -> list[dict[str, object]]:
    names = {step.index: f.name for f in functions for step in f.steps}
    layers: list[dict[str, object]] = []
    for step in program.steps:
        function = f"layer_{step.index}_{step.op.lower()}"
        has_parameters = step.kernel is not None and bool(step.parameters)
        layers.append(
            {
                "op": step.op,
                "macs": step.macs,
                "function": function,
                "kernel": names.get(step.index),
                "heading": _heading(step),
                "lines": _layer_lines(step, program, plan),
                "struct": _struct_name(step.kernel) if has_parameters and step.kernel else None,
                "fields": [(p.name, _value(p)) for p in step.parameters],
                "arguments": _arguments(step, program, plan, f"&{function}_parameters"),
            }
        )
    return layers


def _heading(step: Step) -> str:
    work = f": {step.macs} multiply-accumulates" if step.macs else ""
    return f"Layer {step.index}, {step.op}{work}."


def _arguments(step: Step, program: Program, plan: Plan, parameters: str) -> list[str]:
    arguments = [_operand(name, program, plan) for name in step.inputs]
    arguments += [_pointer(program.tensors[name], plan, "") for name in step.outputs]
    if step.scratch_bytes:
        arguments.append(f"arena + {plan.scratch[step.index]}")
    if step.parameters:
        arguments.append(parameters)
    return arguments


def _operand(name: str, program: Program, plan: Plan) -> str:
    """An input as a C argument: a place in the arena, or an array in flash."""
    if name in program.operands:
        return program.operands[name].name
    return _pointer(program.tensors[name], plan, "const ")


def _variables(program: Program, plan: Plan) -> list[dict[str, object]]:
    """What `<name>_init()` sets: variables keep their value from one inference to the next."""
    return [
        {
            "pointer": _pointer(program.tensors[name], plan, ""),
            "ctype": _ctype(program.tensors[name]),
            "size": program.tensors[name].size,
            "value": initial.name if isinstance(initial, Constant) else _literal(initial),
            "copied": isinstance(initial, Constant),
            "label": _safe(program.tensors[name].label),
        }
        for name, initial in program.variables.items()
    ]


def _pointer(tensor: Tensor, plan: Plan, qualifier: str) -> str:
    place = f"arena + {plan.offsets[tensor.name]}"
    ctype = _ctype(tensor)
    return place if ctype == "int8_t" else f"({qualifier}{ctype} *)({place})"


def _value(parameter: Parameter) -> str:
    value = parameter.value
    return value.name if isinstance(value, Constant) else _literal(value)


def _literal(value: int | float) -> str:
    return _float_literal(value) if isinstance(value, float) else _integer_literal(value)


def _integer_literal(value: int) -> str:
    """C has no literal for the least value: its minus sign is an operator."""
    return {-(2**31): "INT32_MIN", -(2**63): "INT64_MIN"}.get(value, str(value))


def _float_literal(value: float) -> str:
    if math.isnan(value):
        return '__builtin_nanf("")'
    if math.isinf(value):
        return "__builtin_inff()" if value > 0 else "-__builtin_inff()"
    return f"{_float_text(value)}f"


def _float_text(value: float) -> str:
    """The shortest decimal that reads back as the same float32."""
    return np.format_float_scientific(np.float32(value), trim="0")


def _layer_lines(step: Step, program: Program, plan: Plan) -> list[str]:
    lines = [f"reads  {_described(program.tensors[n], plan)}" for n in step.inputs]
    lines += [f"writes {_described(program.tensors[n], plan)}" for n in step.outputs]
    if step.scratch_bytes:
        start = plan.scratch[step.index]
        lines.append(f"works  in {start} to {start + step.scratch_bytes - 1}")
    if step.kernel is None:
        lines.append("No code: the output is the input's bytes.")
    return lines


def _described(tensor: Tensor, plan: Plan) -> str:
    shape = "x".join(map(str, tensor.shape)) or "scalar"
    quantization = ""
    if tensor.quantization is not None:
        scale = np.format_float_positional(np.float32(tensor.quantization.scale), trim="0")
        quantization = f", scale {scale}, zero point {tensor.quantization.zero_point}"
    place = f"{tensor.dtype} {shape} in flash"
    if not tensor.is_constant:
        start = plan.offsets[tensor.name]
        place = f"{tensor.dtype} {shape} at {start} to {start + tensor.size_bytes - 1}"
    return f"{place}{quantization}: {_safe(tensor.label)}"


def _safe(text: str) -> str:
    """A tensor's name as it may stand in a C comment."""
    printable = "".join(c if " " <= c <= "~" else "?" for c in text)
    return printable.replace("*/", "* /").replace("/*", "/ *").replace("\\", "/")


def _memory_lines(program: Program, plan: Plan) -> list[str]:
    peak = program.steps[plan.peak_step]
    text = (
        f"The arena has {plan.arena_bytes} bytes; no plan of these layers needs fewer than "
        f"{plan.lower_bound_bytes}. The most is in use at layer {peak.index}, {peak.op}. Without "
        f"outputs laid over dying inputs it would have {plan.without_overlap_bytes} bytes."
    )
    return textwrap.wrap(text, 96)


def _edges(program: Program, plan: Plan) -> list[dict[str, object]]:
    edges: list[dict[str, object]] = []
    for kind, names in (("input", program.inputs), ("output", program.outputs)):
        for position, name in enumerate(names):
            suffix = f"_{position}" if position else ""
            edges.append(_edge(program, plan, program.tensors[name], kind, suffix))
    return edges


def _edge(
    program: Program, plan: Plan, tensor: Tensor, kind: str, suffix: str
) -> dict[str, object]:
    quantized = tensor.quantization is not None and tensor.dtype.kind in "iu"
    qualifier = "" if kind == "input" else "const "
    edge: dict[str, object] = {
        "is_input": kind == "input",
        "macro": f"{program.name}_{kind}{suffix}".upper(),
        "getter": f"{program.name}_{kind}{suffix}",
        "quantize": f"{program.name}_quantize_{kind}{suffix}",
        "dequantize": f"{program.name}_dequantize_{kind}{suffix}",
        "elements": tensor.size,
        "bytes": tensor.size_bytes,
        "ctype": _ctype(tensor),
        "prototype": f"{qualifier}{_ctype(tensor)} *{program.name}_{kind}{suffix}(void)",
        "shape": "x".join(map(str, tensor.shape)) or "scalar",
        "label": _safe(tensor.label),
        "quantized": quantized,
        "pointer": _pointer(tensor, plan, qualifier),
    }
    if quantized and tensor.quantization is not None:
        edge["scale"] = _float_text(tensor.quantization.scale)
        edge["zero_point"] = tensor.quantization.zero_point
        edge["minimum"], edge["maximum"] = dtype_range(tensor.dtype)
    return edge


def _array_declaration(constant: Constant) -> str:
    ctype = CTYPES[constant.data.dtype.name]
    return f"extern const {ctype} {constant.name}[{constant.data.size}]"


def _array(constant: Constant) -> Mapping[str, object]:
    flat = constant.data.ravel()
    return {
        "name": constant.name,
        "ctype": CTYPES[constant.data.dtype.name],
        "declaration": _array_declaration(constant),
        "length": flat.size,
        "shape": "x".join(map(str, constant.data.shape)),
        "comment": constant.shape_comment,
        "rows": textwrap.wrap(", ".join(_element(v) for v in flat), _ROW_WIDTH),
    }


def _element(value: np.generic) -> str:
    if isinstance(value, np.floating):
        return _float_literal(float(value))
    if isinstance(value, np.uint32):
        return f"0x{int(value):08x}"
    return _integer_literal(int(value))


def _ctype(tensor: Tensor) -> str:
    return CTYPES[tensor.dtype.name]
