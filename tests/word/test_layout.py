from pathlib import Path

import pytest

from rag.errors import InputError
from rag.word.layout import NATIONAL_TOML, Style, layout_values, load_style

EXAMPLE = NATIONAL_TOML.with_name("unit-example.toml")


def write(folder: Path, text: str) -> Path:
    path = folder / "unit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_toml_says_what_the_default_says() -> None:
    assert load_style(NATIONAL_TOML) == Style()


def test_the_standard_fills_the_page_with_22_lines_of_28_characters() -> None:
    style = Style()

    assert (style.text_width_mm, style.text_height_mm) == (156, 225)
    assert style.line_twips == 579
    assert style.tracking_twips == -5
    assert style.footer_mm == pytest.approx(25.2)


def test_every_value_carries_its_clause_or_is_called_practice() -> None:
    values = layout_values(Style())

    assert {value.path for value in values} >= {"page.top_mm", "levels.2.font", "title.font"}
    for value in values:
        assert (value.rule.strength == "实务") == (not value.rule.clause), value
    practice = next(value for value in values if value.path == "table.size_pt")
    assert practice.rule.source == "实务做法，国标未作要求"
    top = next(value for value in values if value.path == "page.top_mm")
    assert top.rule.source == "GB/T 9704—2012 5.2.1（规定）"


def test_every_line_of_the_packaged_toml_is_a_known_value() -> None:
    text = NATIONAL_TOML.read_text(encoding="utf-8")

    for value in layout_values(Style()):
        assert f"\n{value.path.rsplit('.', 1)[-1]} = " in text, value.path


def test_a_units_file_changes_only_what_it_names() -> None:
    style = load_style(EXAMPLE)

    assert style.line_twips == 560
    assert style.body.digits_font == "Times New Roman"
    assert style.level(2).bold
    assert style.level(1) == Style().level(1)
    assert style.page.top_mm == 37
    assert style.page_number.place == "center"


def test_sizes_can_be_given_by_their_chinese_names(tmp_path: Path) -> None:
    style = load_style(write(tmp_path, '[title]\nsize_pt = "小二"\n[table]\nsize_pt = "5号"\n'))

    assert (style.title.size_pt, style.table.size_pt) == (18, 10.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[page]\ntopmm = 3", "page.topmm：没有这个名称"),
        ("[colour]\nred = 1", "colour：没有这个名称"),
        ('[page]\ntop_mm = "高"', "page.top_mm：应为数字"),
        ("[page]\ntop_mm = -1", "page.top_mm：数值太小"),
        ("[page]\ntop_mm = 250", "版心不足"),
        ("[page]\nline_pt = 12", "行距小于字号"),
        ("[page]\ncharacters = 40", "每行字数过多"),
        ('[body]\nsize_pt = "八号"', "不认识的字号"),
        ('[page_number]\nplace = "top"', "应为 outside"),
        ("[levels.5]\nbold = true", "levels.1"),
        ("[levels.2]\nweight = 3", "weight：没有这个名称"),
        ('levels = "黑体"', "levels.1"),
        ('[body]\nfont = "a<b"', "不能用的符号"),
        ("[page", "不是有效的 TOML"),
    ],
)
def test_a_wrong_units_file_is_refused_with_the_place_of_the_mistake(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_style(write(tmp_path, text))

    assert expected in caught.value.message
    assert caught.value.hint


def test_a_missing_units_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"找不到版式文件“没有\.toml”"):
        load_style(tmp_path / "没有.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes('name = "某单位"'.encode("gbk"))

    with pytest.raises(InputError, match="不是有效的 TOML"):
        load_style(path)


def test_the_fonts_a_file_asks_for_are_listed_once() -> None:
    assert Style().fonts() == ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体")
