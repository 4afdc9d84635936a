"""The kernels of a program as C functions, and the structures that their layers hand to them."""

from collections.abc import Iterator
from dataclasses import fields
from typing import TypeGuard

from generator.geometry import Axis
from generator.memory import Plan
from generator.program import Kernel, Parameter, Program, Step
from generator.render.assembly import aligned
from generator.render.c_text import ctype_of, plural, width
from generator.render.environment import render
from generator.render.fields import fields_of
from generator.render.layers import (
    Direction,
    Function,
    layer_lines,
    parameters_of,
    struct_name,
)


def functions_of(program: Program, plan: Plan) -> list[Function]:
    """One for each distinct kernel and direction, named apart where their shapes read the same.

    A kernel that its callers can tell the direction is one for both.
    """
    users: dict[tuple[Kernel, Direction], list[Step]] = {}
    for step in program.steps:
        if step.kernel is not None:
            key = (step.kernel, _direction(step.kernel, step, program, plan))
            users.setdefault(key, []).append(step)
    taken: set[str] = set()
    functions = []
    for (kernel, order), steps in users.items():
        stem = kernel.name + ("_descending" if order == "descending" else "")
        name = next(n for n in _variants(stem) if n not in taken)
        taken.add(name)
        functions.append(Function(name, kernel, order, tuple(steps)))
    return functions


def _direction(kernel: Kernel, step: Step, program: Program, plan: Plan) -> Direction:
    def down(one: Step) -> bool:
        return plan.orders.get(one.index) == "descending"

    if (
        kernel.told_order
        and step.parameters
        and len({down(s) for s in program.steps if s.kernel == kernel}) == 2
    ):
        return "told"
    return "descending" if down(step) else "ascending"


def _variants(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def kernel_file(function: Function, program: Program, plan: Plan) -> str:
    """The text of one kernel's C file, its layers told in the head."""
    first = function.steps[0]
    context = {
        key: Axis(*value) if _is_axis(value) else value for key, value in function.kernel.context
    }
    text = render(
        f"engines/{program.engine}/_kernel.c.j2",
        title=f"{function.name}: {first.op}, for {plural(len(function.steps), 'layer')}.",
        layers=[[f"Layer {s.index}:", *layer_lines(s, program, plan)] for s in function.steps],
        body=f"engines/{program.engine}/{function.kernel.template}.c.j2",
        signature=signature(function, program),
        struct=struct_name(function.kernel),
        descending=function.order == "descending",
        told=function.order == "told",
        input_ctypes=[ctype_of(program.tensors[name]) for name in first.inputs],
        output_ctype=ctype_of(program.tensors[first.outputs[0]]),
        k=context,
    )
    return aligned(text)


def _is_axis(value: object) -> TypeGuard[tuple[int, int, int, int, int, int]]:
    """Six numbers in a kernel's context are a `geometry.Axis`; other tuples stay as they are."""
    return (
        isinstance(value, tuple)
        and len(value) == len(fields(Axis))
        and all(isinstance(number, int) for number in value)
    )


def signature(function: Function, program: Program) -> str:
    """The head of a kernel: inputs, outputs, scratch memory, the layer's structure."""
    step = function.steps[0]
    names = ["input"] if len(step.inputs) == 1 else [f"input_{i}" for i in range(len(step.inputs))]
    arguments = [
        f"const {ctype_of(program.tensors[tensor])} *{name}"
        for tensor, name in zip(step.inputs, names, strict=True)
    ]
    outputs = (
        ["output"] if len(step.outputs) == 1 else [f"output_{i}" for i in range(len(step.outputs))]
    )
    arguments += [
        f"{ctype_of(program.tensors[tensor])} *{name}"
        for tensor, name in zip(step.outputs, outputs, strict=True)
    ]
    if step.scratch_bytes:
        arguments.append("int8_t *scratch")
    if step.parameters:
        arguments.append(f"const struct {struct_name(function.kernel)} *layer")
    return f"void {function.name}({', '.join(arguments)})"


def structs(functions: list[Function], plan: Plan) -> list[dict[str, object]]:
    """The structures that kernels are handed, one for each template and variant."""
    users: dict[str, list[tuple[Function, Step]]] = {}
    for step, function in sorted(
        ((step, f) for f in functions for step in f.steps if step.parameters),
        key=lambda pair: pair[0].index,
    ):
        users.setdefault(struct_name(function.kernel), []).append((function, step))
    return [
        _struct(name, fields_of([parameters_of(f, step, plan) for f, step in pairs]))
        for name, pairs in users.items()
    ]


def _struct(name: str, fields: list[tuple[str, Parameter]]) -> dict[str, object]:
    declarations = [_declaration(ctype, p.name) for ctype, p in fields]
    return {
        "name": name,
        "width": width(declarations),
        "fields": [
            {"declaration": declaration, "comment": p.comment}
            for declaration, (_, p) in zip(declarations, fields, strict=True)
        ],
    }


def _declaration(ctype: str, name: str) -> str:
    return f"{ctype}{name}" if ctype.endswith("*") else f"{ctype} {name}"
