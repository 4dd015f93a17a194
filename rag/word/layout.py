"""Every measure of the paper as data. The default is the national standard.

``Style()`` is GB/T 9704—2012; an office that differs writes a small TOML with the values it
wants changed (``load_style``). Each field carries its rule: name, clause and strength.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rag.errors import InputError
from rag.word.measures import (
    TWIPS_PER_PT,
    Characters,
    FontName,
    FontSize,
    Millimetres,
    points,
    reason,
    twips,
)
from rag.word.rules import Rule

NATIONAL_TOML = Path(__file__).with_name("national.toml")
"""The standard, written out as the TOML an office copies to make its own."""


class Part(BaseModel):
    """A group of layout values. Unknown names are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Part):
    """Paper, margins and the grid of lines and characters."""

    width_mm: Annotated[Millimetres, Rule("纸张宽", "5.1", "规定", "毫米")] = 210
    height_mm: Annotated[Millimetres, Rule("纸张高", "5.1", "规定", "毫米")] = 297
    top_mm: Annotated[Millimetres, Rule("天头（上白边）", "5.2.1", "规定", "毫米", 1)] = 37
    left_mm: Annotated[Millimetres, Rule("订口（左白边）", "5.2.1", "规定", "毫米", 1)] = 28
    bottom_mm: Annotated[Millimetres, Rule("下白边", "5.2.1", "规定", "毫米", 1)] = 35
    right_mm: Annotated[Millimetres, Rule("右白边", "5.2.1", "规定", "毫米", 1)] = 26
    lines: Annotated[int, Field(ge=10, le=60), Rule("每面行数", "5.2.3", "一般", "行")] = 22
    characters: Annotated[int, Field(ge=10, le=60), Rule("每行字数", "5.2.3", "一般", "字")] = 28
    line_pt: Annotated[
        float, Field(ge=0, le=100), Rule("固定行距（0 为按行数撑满版心）", "", "实务", "磅")
    ] = 0


class Title(Part):
    """The report's title."""

    font: Annotated[FontName, Rule("标题字体", "7.3.1", "一般")] = "方正小标宋简体"
    size_pt: Annotated[FontSize, Rule("标题字号", "7.3.1", "一般", "磅")] = 22
    bold: Annotated[bool, Rule("标题加粗", "", "实务")] = False
    blank_after: Annotated[Characters, Rule("标题下空行", "7.3.2", "规定", "行")] = 1
    longest_line: Annotated[
        int, Field(ge=6, le=30), Rule("标题一行最多字数（超过则回行）", "", "实务", "字")
    ] = 18


class Body(Part):
    """Body text."""

    font: Annotated[FontName, Rule("正文字体", "5.2.2", "一般")] = "仿宋_GB2312"
    size_pt: Annotated[FontSize, Rule("正文字号", "5.2.2", "一般", "磅")] = 16
    indent: Annotated[Characters, Rule("首行缩进", "7.3.3", "规定", "字")] = 2
    digits_font: Annotated[
        str, Field(max_length=31, pattern=r"^[^<>&\";]*$"), Rule("数字和西文字体", "", "实务")
    ] = ""


class Level(Part):
    """One level of headings. Size 0 is the body's."""

    font: Annotated[FontName, Rule("层次标题字体", "7.3.3", "一般")]
    size_pt: Annotated[
        float,
        Field(ge=0, le=72),
        BeforeValidator(points),
        Rule("层次标题字号", "5.2.2", "一般", "磅"),
    ] = 0
    bold: Annotated[bool, Rule("层次标题加粗", "", "实务")] = False


class Signature(Part):
    """署名 and 成文日期 (without a seal)."""

    right_blank: Annotated[Characters, Rule("署名右空", "7.3.5", "规定", "字")] = 2
    date_offset: Annotated[
        Characters, Rule("成文日期首字比署名首字右移", "7.3.5", "规定", "字")
    ] = 2
    blank_before: Annotated[Characters, Rule("署名上空行", "7.3.5", "规定", "行")] = 1


class Attachment(Part):
    """附件说明 and the attachment's own page."""

    label_font: Annotated[FontName, Rule("“附件”二字字体", "7.3.7", "规定")] = "黑体"
    title_line: Annotated[
        int, Field(ge=2, le=10), Rule("附件标题所在行", "7.3.7", "规定", "行")
    ] = 3
    note_blank_before: Annotated[Characters, Rule("附件说明上空行", "7.3.4", "规定", "行")] = 1


class PageNumber(Part):
    """The page number below the text."""

    font: Annotated[FontName, Rule("页码字体", "7.5", "一般")] = "宋体"
    size_pt: Annotated[FontSize, Rule("页码字号", "7.5", "一般", "磅")] = 14
    gap_mm: Annotated[Millimetres, Rule("一字线距版心下边缘", "7.5", "一般", "毫米", 1)] = 7
    blank: Annotated[Characters, Rule("页码靠边空", "7.5", "一般", "字")] = 1
    place: Annotated[
        Literal["outside", "center", "none"],
        Rule("页码位置（outside 单页右双页左）", "7.5", "一般"),
    ] = "outside"


class Table(Part):
    """Tables: the standard says nothing about type in them."""

    head_font: Annotated[FontName, Rule("表头字体", "", "实务")] = "黑体"
    font: Annotated[FontName, Rule("表格正文字体", "", "实务")] = "仿宋_GB2312"
    size_pt: Annotated[FontSize, Rule("表格字号", "", "实务", "磅")] = 12


Levels = tuple[Level, Level, Level, Level]


def _national_levels() -> Levels:
    fonts = ("黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312")
    first, second, third, fourth = (Level(font=font) for font in fonts)
    return first, second, third, fourth


class Style(Part):
    """A layout. ``Style()`` is the national standard."""

    name: str = "党政机关公文格式（GB/T 9704—2012）"
    page: Page = Page()
    title: Title = Title()
    body: Body = Body()
    levels: Levels = Field(default_factory=_national_levels)
    signature: Signature = Signature()
    attachment: Attachment = Attachment()
    page_number: PageNumber = PageNumber()
    table: Table = Table()

    @property
    def text_width_mm(self) -> float:
        """Width of the 版心."""
        return self.page.width_mm - self.page.left_mm - self.page.right_mm

    @property
    def text_height_mm(self) -> float:
        """Height of the 版心."""
        return self.page.height_mm - self.page.top_mm - self.page.bottom_mm

    @property
    def line_twips(self) -> int:
        """Exact line pitch in 1/20 pt: rounded down, or the last line leaves the page."""
        if self.page.line_pt:
            return round(self.page.line_pt * TWIPS_PER_PT)
        return int(twips(self.text_height_mm) / self.page.lines)

    @property
    def tracking_twips(self) -> int:
        """What is added to each body character so that a line holds ``page.characters``."""
        width = int(twips(self.text_width_mm) / self.page.characters)
        return min(0, width - round(self.body.size_pt * TWIPS_PER_PT))

    @property
    def footer_mm(self) -> float:
        """Footer distance from the paper's edge that puts the dash ``gap_mm`` below the text.

        The dash stands about 0.2 mm per point of type above the foot of its line (measured).
        """
        gap = self.page_number.gap_mm + 0.2 * self.page_number.size_pt
        return max(0.0, self.page.bottom_mm - gap)

    def level(self, number: int) -> Level:
        """Heading level 1–4; deeper ones are written like the fourth."""
        return self.levels[min(max(number, 1), 4) - 1]

    def level_pt(self, number: int) -> float:
        """Type size of a heading level in points."""
        return self.level(number).size_pt or self.body.size_pt

    def fonts(self) -> tuple[str, ...]:
        """Every font the file asks for, each once; the reader's computer must have them."""
        names = [self.title.font, self.body.font, *(level.font for level in self.levels)]
        names += [self.attachment.label_font, self.page_number.font]
        names += [self.table.head_font, self.table.font, self.body.digits_font]
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class LayoutValue:
    """One value of a style with its rule. ``path`` is its name in the TOML (page.top_mm)."""

    path: str
    value: float | str | bool
    rule: Rule


def layout_values(style: Style) -> tuple[LayoutValue, ...]:
    """All values of a style with clause and strength, in reading order."""
    return tuple(_walk("", style))


def _walk(prefix: str, part: Part) -> Iterator[LayoutValue]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        path = f"{prefix}{name}"
        if isinstance(value, Part):
            yield from _walk(f"{path}.", value)
        elif isinstance(value, tuple):
            for number, item in enumerate(value, start=1):
                yield from _walk(f"{path}.{number}.", item)
        for rule in field.metadata:
            if isinstance(rule, Rule):
                yield LayoutValue(path, value, rule)


def load_style(path: Path) -> Style:
    """A unit's layout: the national standard with the values of a TOML file on top.

    ``[levels.1]`` … ``[levels.4]`` change heading levels. Raises InputError for a missing or
    broken file, an unknown name or an impossible value.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise InputError(f"找不到版式文件“{path.name}”。", "请检查文件名和所在文件夹。") from error
    except OSError as error:
        raise InputError(f"版式文件“{path.name}”无法读取。", "请检查文件权限。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"版式文件“{path.name}”不是有效的 TOML：{error}", "可参照自带的 national.toml 修改。"
        ) from error
    return _style_from(given, path.name)


def _style_from(given: dict[str, Any], file: str) -> Style:
    data = dict(given)
    try:
        if "levels" in data:
            data["levels"] = _merged_levels(data["levels"])
        style = Style.model_validate(data)
        _check_room(style)
    except ValidationError as error:
        problems = "；".join(
            f"{'.'.join(map(str, item['loc']))}：{reason(item['type'], item['msg'])}"
            for item in error.errors()
        )
        raise InputError(
            f"版式文件“{file}”有误：{problems}", "可用的名称和数值见自带的 national.toml。"
        ) from error
    except ValueError as error:
        raise InputError(
            f"版式文件“{file}”有误：{error}", "可用的名称和数值见自带的 national.toml。"
        ) from error
    return style


def _merged_levels(given: object) -> list[dict[str, Any]]:
    if not isinstance(given, dict) or not set(given) <= {"1", "2", "3", "4"}:
        raise ValueError("层次标题请写成 [levels.1] 到 [levels.4]")
    return [
        {**level.model_dump(), **given.get(str(number), {})}
        for number, level in enumerate(_national_levels(), start=1)
    ]


def _check_room(style: Style) -> None:
    """The margins must leave room for text, and a line must hold its characters."""
    if style.text_width_mm < 50 or style.text_height_mm < 50:
        raise ValueError("页边距过大，版心不足 50 毫米")
    if style.line_twips < style.body.size_pt * TWIPS_PER_PT:
        raise ValueError("行距小于字号，字会被裁切")
    if style.tracking_twips < -2 * TWIPS_PER_PT:
        raise ValueError("每行字数过多，字会重叠")
