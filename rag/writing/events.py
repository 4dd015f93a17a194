"""What happened once last year, by date or by name: to be verified this year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rag.writing.edits import Edit, to_verify

_CN: Final = "[一二三四五六七八九十百]"
_NAME: Final = r"[^，。；：、！？\s【】（）《》和与及]"
_MEETING: Final = (
    r"(?<=[^各类种])(?:峰会|论坛|博览会|交易会|运动会|[奥亚]运会|残奥会|青奥会|冬奥会|世博会|园博会|进博会"
    r"|全运会|大运会|农运会|锦标赛|世界杯|首脑会议|领导人(?:系列|非正式)?(?:会议|会晤)|文化节|艺术节|旅游节|电影节)"
)
"""How the names of meetings, games and fairs end; such a name is taken back to where it begins."""
_ABOVE: Final = (
    "全国|全省|全市|全县|全区|全镇|全乡|中央|省委|市委|县委|区委|镇党委|乡党委|街道党工委"
)
_EVENTS: Final = re.compile(
    r"[一-鿿]{1,8}〔\d{4}〕\d+号"
    rf"|(?:党的)?{_CN}{{1,3}}(?:届|大)(?:{_CN}{{1,3}}次|{_CN}中)全会(?:精神)?"
    rf"|第{_CN}{{1,3}}(?:次|届){_NAME}{{0,14}}?(?:代表大会|大会|会议|全会|论坛|博览会|运动会|峰会)"
    r"|(?:\d{4}年)?(?:1[0-2]|[1-9])月(?:(?:[12]\d|3[01]|[1-9])[日号]|[上中下]旬|[初底末]|份?(?=[，起以至后前来]))"
    rf"|(?:“[^”]{{2,30}}”|{_NAME}{{2,12}}?)主题(?:教育|实践活动)"
    rf"|(?:{_ABOVE}){_NAME}{{0,16}}?(?:现场会|推进会|座谈会|动员会|表彰大会|工作会议|专题会议)"
    rf"|{_NAME}{{2,40}}?{_MEETING}"
)
_VERB: Final = re.compile(
    r"^.*?(?=召开|举办|举行|承办|(?<!合作)组织(?!峰会|论坛|会议|大会|部|领导人)|开展|参加|出席|贯彻|学习|落实|筹备"
    r"|迎接|成功)"
)
_DISASTER: Final = (
    r"(?:地震|洪涝|洪水|内涝|台风|干旱|旱灾|旱情|汛情|雪灾|冻害|雨雪冰冻|寒潮|冰雹|暴雨|强降雨|沙尘暴"
    r"|山洪|泥石流|滑坡|险情|灾害|灾情|事故|火灾|爆炸|疫情|非典|新冠|肺炎|流感|猪瘟)"
)
_EPIDEMIC: Final = r"(?:疫情|非典|新冠|禽流感|甲型H1N1|甲流|猪瘟)"
_WORKS: Final = (
    r"(?:工程|项目|铁路|公路|高速|高铁|大桥|隧道|机场|港口|码头|航线|园区|产业园|基地|中心|广场|水库|电站|水厂"
    r"|学校|医院|卫生院|场馆|展馆|公园|阵地|平台|线路|管网|泵站)"
)
_FINISHED: Final = (
    r"(?:建成|完成|竣工|通车|投产|投用|投入(?:使用|运营|运行)|贯通|完工|开工|启用|落成|揭牌|挂牌|开园|封顶|并网"
    r"|开通|启动|铺轨|合龙|通水|通航|蓄水|落地|交付)"
)
_WELL: Final = r"(?:全面|正式|顺利|胜利|成功|提前|如期|主体|全线|相继)"
_CLAUSE: Final = r"[^，。；：！？\n【】]"
_ONCE: Final = re.compile(
    rf"(?:成功)(?:举办|承办|主办|协办|召开)了?{_CLAUSE}{{2,80}}"
    rf"|(?:成功)?(?:举办|承办|主办|协办|出席|参加)了?{_CLAUSE}{{2,80}}{_MEETING}{_CLAUSE}{{0,16}}"
    rf"|(?:完成|开展|启动|进行|实施|组织)?了?第{_CN}{{1,3}}次{_NAME}{{0,12}}普查"
    r"|(?:“[^”，。\n]{2,16}”|[^，。；：、！？\s【】《》“”]{2,16})试点(?:正式|全面|顺利|成功)?(?:启动|开通|获批)"
    rf"|(?:成功|有效|有力|及时|全力)?(?:抗击|抗御|战胜|夺取抗击|积极应对){_CLAUSE}{{0,24}}{_DISASTER}{_CLAUSE}{{0,12}}"
    rf"|(?:制定(?:并(?:组织)?实施)?|出台|印发|发布|颁布(?:实施)?|修订|修改|审议通过|作出)了?《[^》\n]{{2,40}}》{_CLAUSE}{{0,12}}"
    rf"|与{_CLAUSE}{{2,20}}(?:签署|签订){_CLAUSE}{{0,24}}"
    rf"|(?:(?<!建)设立(?!体|足)|(?<!完)成立(?!项|足)|(?<![小作村班])组建)了?{_CLAUSE}{{2,30}}"
    rf"|(?:荣获|获评|被评为|被授予|入选|喜获){_CLAUSE}{{2,40}}"
    rf"|获得{_CLAUSE}{{2,40}}(?:称号|荣誉|表彰|奖项?)"
)
"""What happened once, taken to the end of its clause: 成功举办…, 第三次…普查, 发生…地震."""
_TOLD: Final = re.compile(
    rf"(?:发生|遭遇|遭受|出现|爆发|暴发)了?{_CLAUSE}{{0,50}}{_DISASTER}{_CLAUSE}{{0,12}}"
    rf"|{_EPIDEMIC}{_CLAUSE}{{0,24}}"
    r"|(?:成功|圆满|顺利|胜利)(?:举办|召开|举行|闭幕|落幕)(?=[，。；、！）\n]|$)"
    r"|成功(?:发射|登月|登陆|对接|首飞|试飞|下水|入列|入选|获批|创建|创成|申报|申办|签约|落户|上市|挂牌|处置"
    rf"|应对|化解|抵御|争取|研制){_CLAUSE}{{0,30}}"
    rf"|(?:莅临|亲临|[到来]我[省市县区镇乡街]){_CLAUSE}{{0,30}}"
)
"""… and these from the beginning of their clause: 鲁甸等地发生地震."""
_BUILT: Final = re.compile(rf"{_WORKS}{_WELL}*{_FINISHED}{_CLAUSE}{{0,8}}")
"""A named work is finished once: 青龙大桥建成通车."""
_NOT_ONCE: Final = re.compile(
    "未|没有|不发生|不出现|零|防止|避免|杜绝|防范|可能|一旦|如果|如遇|易发|各类|任何|预案|体系|机制"
)
"""What did not happen or might happen is no event of last year."""
_MANY: Final = re.compile(
    rf"{_NOT_ONCE.pattern}|一批|一大批|陆续|加快|推进|推动|正在|各类|有序|加强|抓好|力争|确保|已有|多个|许多|逐步"
)
"""Works in general, not one of them."""
_SEASON: Final = re.compile(
    r"(?:去年)?[入今去开](?:春|夏|秋|冬|汛)(?:以来|以后|后|之后)?(?=[，的])|去年[春夏秋冬](?:天|季)?"
    r"|去年(?:上半年|下半年|年底|年初|[一二三四]季度)"
)
_CLAUSE_MARKS: Final = "，。；：！？\n"

Span = tuple[int, int]


def event_edits(text: str, figures: Sequence[Span], counted: Sequence[Span] = ()) -> Iterator[Edit]:
    """An edit 【待核：…】 for each event that happened once.

    Events counted in the same clause (召开推进会12次) are figures, not events: ``figures`` are
    the spans of the section's numbers, ``counted`` those in words that may be none (一场).
    """
    for pattern, general in ((_ONCE, _NOT_ONCE), (_TOLD, _NOT_ONCE), (_BUILT, _MANY)):
        for found in pattern.finditer(text):
            start, end = found.span()
            if pattern is not _ONCE:
                start = _clause(text, start, end)[0]
            words = text[start:end]
            if not general.search(words) and not _any_in(figures, start, end):
                yield to_verify(text, start, end)
    for found in _EVENTS.finditer(text):
        start = found.start() + _verb_offset(found.group())
        if not _any_in((*figures, *counted), *_clause(text, start, found.end())):
            yield to_verify(text, start, found.end())
    for found in _SEASON.finditer(text):
        yield to_verify(text, *found.span())


def _any_in(figures: Sequence[Span], start: int, end: int) -> bool:
    return any(start <= at < end for at, _end in figures)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    before = max(text.rfind(mark, 0, start) for mark in _CLAUSE_MARKS)
    ends = [place for mark in _CLAUSE_MARKS if (place := text.find(mark, end)) >= 0]
    return before + 1, min(ends, default=len(text))


def _verb_offset(words: str) -> int:
    """An event starts at its verb: 全镇上下召开推进会 → 召开推进会."""
    verb = _VERB.match(words)
    return verb.end() if verb else 0
