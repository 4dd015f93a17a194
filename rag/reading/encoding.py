"""Which encoding a text file has: UTF-8, UTF-16, GB18030 or Big5."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立"
    "党员支部村镇乡街组织书记委领导干群众服务基层建设坚持落实推进加强开展活动会议项目万元次户"
    "這們個國時來為產種後對發動經學過說現實兩體機當點從業開還無條結問間關線數質氣變領導幹眾務層設堅強動議項萬員黨記組織"
    "，。、；：“”（）《》"
)
_SAMPLE = 20000
_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030（国标）",
    "big5hkscs": "Big5（繁体）",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in, by its name for people; ``lost`` counts bad bytes."""

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes) -> Decoded | None:
    """The text of a file; None where the bytes are no text in any of these encodings."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _forgiving(data, name)
    if name := _bare_utf16(data):
        return _forgiving(data, name)
    if b"\x00" in data[:_SAMPLE]:
        return None
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        candidates = [_forgiving(data, name) for name in ("utf-8-sig", "gb18030", "big5hkscs")]
        best = max(candidates, key=_likelihood)
        return best if best.lost * 50 <= len(best.text) else None


def _bare_utf16(data: bytes) -> str:
    """UTF-16 without a mark: line ends and blanks leave zero bytes on one side only."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > others * 4 and zeros * 400 > len(sample):
            text = sample[: len(sample) & ~1].decode(name, errors="replace")
            if sum(char.isprintable() or char.isspace() for char in text) > len(text) * 0.97:
                return name
    return ""


def _forgiving(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace")
    return Decoded(text, _NAMES[name], text.count("\ufffd"))


def _likelihood(decoded: Decoded) -> float:
    """Share of everyday characters among those that are not ASCII, bad bytes held against it."""
    sample = decoded.text[:_SAMPLE]
    foreign = [char for char in sample if char > "\x7f"]
    common = sum(char in _COMMON for char in foreign)
    return (common - 3 * sample.count("\ufffd")) / (len(foreign) or 1)


def readable_name(name: str) -> str:
    """A file's name as its writer saw it.

    A name that Windows wrote in GB18030, as in an old archive, is no text on a UTF-8 system:
    Python keeps its bytes as lone surrogates, which no database takes.
    """
    return (
        name.encode("utf-8", "surrogateescape").decode("gb18030", "replace") if _odd(name) else name
    )


def _odd(name: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in name)
