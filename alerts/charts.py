"""Draws the digest's two small charts as PNG: the last days, and the countries. Pure.

Nothing in them is needed to understand the digest: the same numbers stand in tables. Colours are
of middle brightness and the ground is transparent, so that they read on white and on black alike.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from alerts.decide import country_name
from alerts.model import CountryCount, DayCount

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_COUNTRIES = 8
PLACE_UNKNOWN = "Place unknown"
_WIDTH = 4.0  # inches: type of 9 points is read at 330 pixels as well as at 480
_DPI = 240  # sharp on good screens
# Each about 4:1 on white and on black.
_INK, _EVENTS, _GRAVE, _TODAY = "#767c85", "#2f7dd1", "#d9480f", "#0f8b80"


@lru_cache(maxsize=16)
def course_png(days: tuple[DayCount, ...]) -> bytes:
    """New events of each day as bars; what is critical or high in another colour."""

    def draw(axes: Axes) -> None:
        numbers = range(len(days))
        axes.bar(numbers, [d.grave for d in days], color=_GRAVE, width=0.72)
        axes.bar(
            numbers, [d.events - d.grave for d in days], bottom=[d.grave for d in days],
            color=_EVENTS, width=0.72,
        )  # fmt: skip
        for number, day in enumerate(days):
            axes.annotate(
                f"{day.events}", (number, day.events), (0, 2), textcoords="offset points",
                ha="center", color=_INK, fontsize=9, fontweight="bold" if day.events else "normal",
            )  # fmt: skip
        axes.set_xticks(list(numbers), [f"{d.day.day}" for d in days])
        axes.set_ylim(0, 1.18 * max([1, *(d.events for d in days)]))
        axes.set_yticks([])

    return _drawn(1.15, "bottom", draw)


@lru_cache(maxsize=16)
def countries_png(countries: tuple[CountryCount, ...]) -> bytes:
    """Events by country as lying bars; today's part in another colour."""
    shown = shown_countries(countries)

    def draw(axes: Axes) -> None:
        rows = range(len(shown))
        axes.barh(rows, [c.today for c in shown], color=_TODAY, height=0.62)
        axes.barh(
            rows, [c.all - c.today for c in shown], left=[c.today for c in shown],
            color=_EVENTS, height=0.62,
        )  # fmt: skip
        for row, count in enumerate(shown):
            axes.annotate(
                f"{count.all}", (count.all, row), (4, 0), textcoords="offset points",
                va="center", color=_INK, fontsize=9, fontweight="bold",
            )  # fmt: skip
        axes.set_yticks(list(rows), [place_name(c.country) for c in shown])
        axes.set_xlim(0, 1.12 * max([1, *(c.all for c in shown)]))
        axes.set_xticks([])
        axes.invert_yaxis()

    return _drawn(0.2 + 0.21 * max(1, len(shown)), "left", draw)


def shown_countries(countries: Sequence[CountryCount]) -> tuple[CountryCount, ...]:
    """Those that the chart and its table name; the others are counted in words."""
    return tuple(countries[:MOST_COUNTRIES])


def place_name(code: str) -> str:
    return country_name(code) if code else PLACE_UNKNOWN


def _drawn(height: float, base: str, draw: Callable[[Axes], None]) -> bytes:
    """The same bytes for the same numbers: no date, no version inside."""
    # Costs 0.4 s and 50 MB: only the process that draws a digest pays.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.tick_params(colors=_INK, labelsize=9, length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == base)
        spine.set_color(_INK)
    draw(axes)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", transparent=True, metadata={"Software": None},
                   pil_kwargs={"optimize": True})  # fmt: skip
    return stream.getvalue()
