"""Figures for people: three digits that count, and no powers of ten."""


def with_band(text: str, band_percent: float | None) -> str:
    """The figure and how far the truth may be from it, in per cent; as it is without a band."""
    return text if band_percent is None else f"{text} ±{band_percent:.0f} %"


def simulated(band_percent: float | None) -> str:
    """What stands behind the title of simulated figures; "" where they were measured."""
    return "" if band_percent is None else with_band(", simulated", band_percent)


def figure(value: float) -> str:
    """1.43, 14.3, 143, 1,430."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
