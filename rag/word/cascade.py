"""Which of a Word file's many places decides about a property.

Nearest wins: the run's own properties, its character style, the paragraph's style and those it
is based on, the document's defaults. Table styles are not followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from rag.reading.numbering import W, value

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
NO_FONT = "宋体"
"""What Word sets Chinese in when nothing names a font."""

Layers = Sequence[etree._Element | None]
"""Property elements, the nearest first."""


class Cascade:
    """A document's styles, defaults and theme fonts."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self.defaults = {
            kind: styles.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}")
            if styles is not None
            else None
            for kind in ("rPr", "pPr")
        }
        self._styles = {
            item.get(f"{W}styleId", ""): item
            for item in (styles.iterfind(f"{W}style") if styles is not None else ())
        }
        self.normal = next(
            (
                name
                for name, item in self._styles.items()
                if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in {"1", "true"}
            ),
            "",
        )
        self._fonts = _theme_fonts(theme)
        self.chain = lru_cache(maxsize=None)(self._resolve)

    def _resolve(self, name: str) -> tuple[etree._Element, ...]:
        """A style and those it is based on, nearest first."""
        found: list[etree._Element] = []
        while name in self._styles and self._styles[name] not in found:
            found.append(self._styles[name])
            name = value(self._styles[name], "basedOn")
        return tuple(found)

    def chinese(self, layers: Layers) -> str:
        """The nearest Chinese font; in one element the theme's font goes before the named one."""
        for layer in layers:
            fonts = layer.find(f"{W}rFonts") if layer is not None else None
            if fonts is None:
                continue
            if theme := fonts.get(f"{W}eastAsiaTheme"):
                return str(self._fonts.get(theme, NO_FONT))
            if name := fonts.get(f"{W}eastAsia"):
                return str(name)
        return NO_FONT


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """Chinese fonts of the theme by the names styles use for them."""
    fonts = {}
    for name in ("major", "minor"):
        group = theme.find(f".//{_A}{name}Font") if theme is not None else None
        east = group.find(f"{_A}ea") if group is not None else None
        hans = group.find(f"{_A}font[@script='Hans']") if group is not None else None
        given = [item.get("typeface", "") for item in (east, hans) if item is not None]
        fonts[f"{name}EastAsia"] = next(filter(None, given), NO_FONT)
    return fonts


def nearest(layers: Layers, name: str, default: str) -> str:
    """The value of the nearest element of a name."""
    return nearest_attribute(layers, name, "val", default)


def nearest_attribute(layers: Layers, name: str, attribute: str, default: str) -> str:
    """The nearest value of one attribute: elements of a name are merged attribute by attribute."""
    for layer in layers:
        item = layer.find(f"{W}{name}") if layer is not None else None
        if item is not None and (given := item.get(f"{W}{attribute}")) is not None:
            return str(given)
    return default
