"""What READ_VARIABLE and ASSIGN_VARIABLE demand of their variable."""

from generator.graph import Node, Tensor
from generator.ops._operator import refuse


def check_variable(node: Node, variable: Tensor, value: Tensor) -> None:
    """Demands a variable that holds the same elements as a value."""
    if not variable.variable:
        refuse(node, f"tensor {variable} is no variable")
    if value.variable:
        refuse(node, f"tensor {value} is a variable itself and no value")
    if variable.dtype != value.dtype or variable.size != value.size:
        refuse(node, f"tensors {variable} and {value} do not hold the same elements")
    if variable.size == 0:
        refuse(node, f"tensor {variable} is empty")
