"""An indicator over the years as a line."""

from __future__ import annotations

import gradio as gr

from rag.records import AnswerSeries


def chart(series: AnswerSeries | None, *, titled: bool = True) -> gr.LinePlot:
    """The series as a line, hidden where there is none."""
    if series is None:
        return gr.LinePlot(visible=False)
    import pandas as pd  # type: ignore[import-untyped]

    name = f"{series.indicator}（{series.unit}）" if series.unit else series.indicator
    years = [f"{year}年" for year, _ in series.points]
    values = [value for _, value in series.points]
    frame = pd.DataFrame({"年份": years, name: values})
    title = f"{series.indicator}历年变化" if titled else ""
    return gr.LinePlot(
        frame, x="年份", y=name, title=title, y_title=series.unit, y_lim=span(values), visible=True
    )


def span(values: list[float]) -> list[float | None]:
    """The axis of a series that never changes; None leaves an end to the plot."""
    low, high = min(values), max(values)
    return [None, None] if low != high else [min(0.0, 2 * low), max(0.0, 2 * low) or 1.0]
