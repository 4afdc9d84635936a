"""gemmlowp's fixed-point exponential and reciprocal, bit for bit, for tables made in Python.

A number in Qi.f is an int32 with i integer bits and f = 31 - i fraction bits.
Source: gemmlowp, fixedpoint/fixedpoint.h.
"""

from generator.quantization import INT32_MAX, INT32_MIN, high_multiply, rounding_shift

# exp(-2**k) in Q0.31 for k = -2 … 4: the factors of the bits of the exponent.
_EXP_OF_POWERS = {
    -2: 1672461947,
    -1: 1302514674,
    0: 790015084,
    1: 290630308,
    2: 39332535,
    3: 720401,
    4: 242,
}


def _saturate(value: int) -> int:
    return max(INT32_MIN, min(INT32_MAX, value))


def _exp_near_zero(a: int) -> int:
    """exp(a) for a in [-1/4, 0), both Q0.31: a Taylor series around -1/8."""
    x = a + (1 << 28)
    x2 = high_multiply(x, x)
    x3 = high_multiply(x2, x)
    x4_over_4 = rounding_shift(high_multiply(x2, x2), 2)
    third = 715827883
    tail = rounding_shift(high_multiply(x4_over_4 + x3, third) + x2, 1)
    at_minus_eighth = 1895147668
    return _saturate(at_minus_eighth + high_multiply(at_minus_eighth, x + tail))


def exp_on_negative_values(a: int, integer_bits: int) -> int:
    """exp(a) in Q0.31 for a <= 0 given with that many integer bits (at most 5)."""
    if a == 0:
        return INT32_MAX
    fraction_bits = 31 - integer_bits
    quarter = 1 << (fraction_bits - 2)
    remainder = (a & (quarter - 1)) - quarter
    result = _exp_near_zero(_saturate(remainder << integer_bits))
    whole = remainder - a
    for power, factor in _EXP_OF_POWERS.items():
        if power < integer_bits and whole & (1 << (fraction_bits + power)):
            result = high_multiply(result, factor)
    return result


def reciprocal_of_one_plus(a: int) -> int:
    """1 / (1 + a) in Q0.31 for a in [0, 1) in Q0.31: three Newton steps from a line."""
    total = a + INT32_MAX
    half_denominator = (total + (1 if total >= 0 else -1)) // 2
    x = 1515870810 + high_multiply(half_denominator, -1010580540)
    for _ in range(3):
        error = (1 << 29) - high_multiply(half_denominator, x)
        x += _saturate(high_multiply(x, error) << 2)
    return _saturate(x << 1)
