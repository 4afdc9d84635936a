"""Figures for people: three digits that count, and no powers of ten."""


def figure(value: float) -> str:
    """1.43, 14.3, 143, 1,430."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
