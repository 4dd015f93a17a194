"""Names that wordings of reports give to their figures: whole, and of nothing else."""

from __future__ import annotations

import pytest

from rag.figures.extract import extract_figures
from rag.records import Figure


def extract(text: str, year: int = 2024) -> list[Figure]:
    return list(extract_figures(text, report_year=year))


def named(text: str) -> list[tuple[str, str]]:
    return [(figure.indicator, figure.quantity.text) for figure in extract(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("试种羊肚菌获得成功，成功率达99.2%。", ["成功率"]),
        ("人均捐款50元、共计6.43万元。", ["人均捐款", "捐款"]),
        ("覆盖12个村（社区）、3.4万人。", ["覆盖村（社区）", "覆盖人数"]),
        ("水稻种植面积达5000亩，总产2600吨。", ["水稻种植面积", "水稻总产"]),
        ("实现农民人均增收500元。", ["农民人均增收"]),
        ("表彰3个先进党支部和35名优秀党员。", ["表彰先进党支部", "表彰优秀党员"]),
    ],
)
def test_totals_rates_and_people_have_names_of_their_own(text: str, expected: list[str]) -> None:
    assert [figure.indicator for figure in extract(text)] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("到2026年培育规上企业20家。", "培育规上企业"),
        ("截至11月底完成投资3.2亿元。", "完成投资"),
        ("截至上月底发展党员21名。", "发展党员"),
        ("明年建成高标准农田2000亩。", "建成高标准农田"),
        ("今后三年建成高标准农田2000亩。", "建成高标准农田"),
    ],
)
def test_years_and_dates_are_no_part_of_a_name(text: str, name: str) -> None:
    assert [figure.indicator for figure in extract(text)] == [name]


def test_the_thing_counted_stands_behind_the_number_that_describes_it() -> None:
    found = extract("培育20家年收入超千万元的企业，建成1个千亩以上示范园。")
    assert [(f.indicator, f.quantity.text) for f in found if f.status != "standard"] == [
        ("培育企业", "20家"),
        ("建成示范园", "1个"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成立了由40个劳力组成的扑火队。", [("成立劳力组成的扑火队", "40个")]),
        ("组建1支36人的应急分队。", [("组建应急分队", "1支"), ("应急分队", "36人")]),
        (
            "巡山护林40余次悬挂横幅20条。",
            [("巡山护林", "40余次"), ("悬挂横幅", "20条")],
        ),
        (
            "初访321件，重访53件，分别占85.8%和14.2%。",
            [
                ("初访", "321件"),
                ("重访", "53件"),
                ("初访占比", "85.8%"),
                ("重访占比", "14.2%"),
            ],
        ),
        ("组织处理2人。", [("组织处理", "2人")]),
        ("分别编成9个服务小分队。", [("编成服务小分队", "9个")]),
        ("平均年龄从41.3岁下降为40岁。", [("平均年龄", "41.3岁"), ("平均年龄", "40岁")]),
        (
            "下辖25个村，全镇1395户6820人。",
            [("下辖村", "25个"), ("全镇户数", "1395户"), ("全镇人数", "6820人")],
        ),
        (
            "城镇新增就业6900人、稳定在全省1/10以上。",
            [("城镇新增就业", "6900人"), ("城镇新增就业", "1/10以上")],
        ),
    ],
)
def test_figures_are_named_by_the_words_they_belong_to(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert named(text) == expected


def test_a_growth_rate_of_the_population_is_an_indicator() -> None:
    (found,) = extract("人口增长率控制在6‰以内。")
    assert (found.indicator, found.quantity.direction) == ("人口增长率", "")


def test_a_ratio_that_rules_is_a_standard_with_its_noun() -> None:
    found = extract("按照1:3的比例储备骨干9人。")
    assert [(f.indicator, f.status) for f in found] == [
        ("比例", "standard"),
        ("储备骨干", "actual"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("配发了3辆自卸式垃圾车。", ["自卸式垃圾车"]),
        ("改造任务8座，现完成12座并录入系统。", ["改造任务", "改造任务"]),
        ("春节期间为130户250人发放生活补贴。", ["发放生活补贴", "发放生活补贴"]),
        ("选树12名致富能手，扶持8个未成年人家庭。", ["选树致富能手", "扶持未成年人家庭"]),
        ("联系40名在职党员，安装6处自来水管。", ["联系在职党员", "安装自来水管"]),
    ],
)
def test_nouns_that_begin_like_a_function_word_stay_whole(text: str, expected: list[str]) -> None:
    assert [figure.indicator for figure in extract(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "财政总收入、公共预算收入分别完成6.1亿元、3.6亿元，分别是2011年的1.65倍、1.86倍。",
            ["财政总收入", "公共预算收入", "财政总收入", "公共预算收入"],
        ),
        ("工业增加值完成52.1亿元，是2011年的1.88倍。", ["工业增加值", "工业增加值"]),
        ("消化60%超职数干部。", ["消化超职数干部"]),
        ("网格长146人，十户长112个。", ["网格长", "十户长"]),
    ],
)
def test_multiples_and_shares_are_named_by_what_they_are_of(text: str, expected: list[str]) -> None:
    assert [figure.indicator for figure in extract(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下辖18个行政村，250个村民小组，910户，3150人。", ["户数", "人口数"]),
        ("新增对讲机10台，警用器械20套。", ["对讲机", "警用器械"]),
        ("发生命案4起，比2023年7起下降了3起。", ["命案", "命案减少"]),
    ],
)
def test_the_last_figures_of_a_sentence_have_names_of_their_own(
    text: str, expected: list[str]
) -> None:
    found = [figure.indicator for figure in extract(text)][-2:]
    assert [name.removeprefix("新增").removeprefix("发生") for name in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("财政收入10661万元，逆势比增20.8%，增速居全市各镇（街道）第一。", "财政收入增速排名"),
        ("到位资金23亿元，总量及增幅均居全市第一。", "到位资金总量及增幅排名"),
    ],
)
def test_a_rank_is_named_by_what_is_ranked(text: str, expected: str) -> None:
    assert extract(text)[-1].indicator == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("技术合同成交额2030年达到600亿元。", ["技术合同成交额"]),
        (
            "已有25个省（自治区、直辖市）、213个县（市、区）开展试点。",
            ["省（自治区、直辖市）", "县（市、区）开展试点"],
        ),
        ("增加1万个普惠性学位。", ["增加普惠性学位"]),
        ("办好12类45件民生实事。", ["办好民生实事", "办好民生实事"]),
        ("减轻900多万个体工商户税负。", ["减轻个体工商户税负"]),
        ("硬化3条长1400米、宽4米的生产路。", ["硬化生产路", "生产路长", "生产路宽"]),
        ("覆盖二级以上医疗机构97%门诊量。", ["覆盖二级以上医疗机构门诊量"]),
        ("空气质量优良，连续5年达国家标准。", ["空气质量优良达国家标准"]),
    ],
)
def test_names_hold_the_thing_counted_and_nothing_else(text: str, expected: list[str]) -> None:
    assert [figure.indicator for figure in extract(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "农房建设（新建9户、改造11户）、连户路（2.7公里）已完工。",
            ["新建", "改造", "连户路"],
        ),
        ("建设高标准农田396万亩，其中本年建成131万亩。", ["建设高标准农田", "建设高标准农田建成"]),
        ("问题清单30条（21个）。", ["问题清单", "问题清单"]),
    ],
)
def test_a_bracket_that_holds_only_a_figure_tells_of_the_word_before(
    text: str, expected: list[str]
) -> None:
    assert [figure.indicator for figure in extract(text)] == expected
