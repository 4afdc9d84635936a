"""What reading constants from flash costs a program, for choosing where weights lie."""

from generator.boards.facts import Board

# Bytes that one read of the flash brings; later words of them come from the interface's buffer.
# Sources: RM0008 3.3.3 (F1: reads of data upset the prefetch buffer, about 5 cycles each at two
# wait states, measured on published networks), RM0432 3.3 (L4+), RM0090 3.5 (F4, ART).
_LINE_BYTES = {"stm32l4": 8, "stm32f4": 16, "stm32g4": 8}
_WORD_BYTES = 4
_F1_CYCLES_PER_WAIT_STATE = 2.5


def constant_read_cycles(board: Board) -> float:
    """The cycles that the read of one word of constants in a row waits, at the board's clock."""
    wait_states = board.clock.wait_states
    if board.part.family == "stm32f1":
        return wait_states * _F1_CYCLES_PER_WAIT_STATE
    return wait_states * _WORD_BYTES / _LINE_BYTES.get(board.part.family, 16)
