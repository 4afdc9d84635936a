"""gemmlowp's fixed-point exponential and reciprocal, bit for bit, for tables made in Python.

A number in Qi.f is an int32 with i integer bits and f = 31 - i fraction bits.
Source: gemmlowp, fixedpoint/fixedpoint.h.
"""

from generator.quantization import INT32_MAX, INT32_MIN, high_multiply, rounding_shift

# exp(-2**k) in Q0.31 for k = -2 … 4: the factors of the bits of the exponent.
EXP_OF_POWERS = {
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
    for power, factor in EXP_OF_POWERS.items():
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


# log(x) by a rational function around the fourth root of 1/2, all in Q0.31.
_LOG_2 = 1488522236
_HALF_TO_THE_QUARTER = 1805811301
_HALF_TO_THE_HALF = 1518500250
_ALPHA_N = 117049297
_ALPHA_D = 127690142
_ALPHA_I = 1057819769
_ALPHA_F = 638450708


def log_of_at_least_one(a: int) -> int:
    """log(a) in Q5.26 for a >= 1 in Q12.19.

    Source: TensorFlow Lite, `log_x_for_x_greater_than_or_equal_to_1_impl`.
    """
    quarter = 1 << 23  # 1/4 in Q6.25, as the powers below
    headroom_plus_one = 32 - a.bit_length()
    raised = _saturate(a << (headroom_plus_one - 1))
    first = _saturate(high_multiply(raised, _HALF_TO_THE_HALF) << 1)
    first_power = _saturate(((12 - headroom_plus_one) << 25) + quarter)
    lowered = high_multiply(a, _HALF_TO_THE_HALF)
    headroom = 31 - lowered.bit_length()
    second = _saturate(a << headroom)
    second_power = _saturate(((12 - headroom) << 25) - quarter)
    return _log(min(first, second), max(first_power, second_power))


def _log(r: int, power: int) -> int:
    """log(r * 2**power): r in Q0.31 near the fourth root of 1/2, power in Q6.25."""
    p = (r + _HALF_TO_THE_QUARTER + 1) >> 1
    q = (r - _HALF_TO_THE_QUARTER) * 2
    q2 = high_multiply(q, q)
    numerator = high_multiply(q, r) + high_multiply(high_multiply(q, q2), _ALPHA_N)
    inner = _ALPHA_I + q + high_multiply(_ALPHA_D, q2)
    denominator = high_multiply(p, inner) + high_multiply(_ALPHA_F, q)
    fraction = high_multiply(rounding_shift(numerator, 6), reciprocal_of_one_plus(denominator))
    return _saturate((high_multiply(power, _LOG_2) + fraction) << 1)
