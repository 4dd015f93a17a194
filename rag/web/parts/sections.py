"""Functions of the drafting desk on the outline, on versions, and on locked sentences."""

from __future__ import annotations

from rag.desk.desk import Desk
from rag.desk.versions import Origin
from rag.desk.words import maker
from rag.records import Report, ReportSection
from rag.web.edge import Payload, Reply, Served, served
from rag.web.payloads import changes_json, proposal_json, section_json, version_json


def outline_json(desk: Desk, report: Report) -> Reply:
    """The outline as the script shows it."""
    dropped = desk.dropped_sections(report.id)
    return {
        "sections": [section_json(section) for section in report.sections],
        "dropped": [{"id": section.id, "name": _name(section)} for section in dropped],
        "length": report.length,
    }


def outline_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for new sections, headings and lengths; each replies with the whole outline."""

    @served
    def add_section(payload: Payload) -> Reply:
        before = {section.id for section in desk.report(int(payload["report"])).sections}
        report = desk.add_section(
            int(payload["report"]),
            str(payload["heading"]),
            after=int(payload["after"]) if payload.get("after") else None,
        )
        new = next(section.id for section in report.sections if section.id not in before)
        return {**outline_json(desk, report), "new": new}

    @served
    def change_section(payload: Payload) -> Reply:
        report, section = int(payload["report"]), int(payload["section"])
        current = desk.section(report, section)
        if current.level and str(payload["heading"]) != current.heading:
            desk.rename_section(report, section, str(payload["heading"]))
        return outline_json(desk, desk.set_length(report, section, int(payload.get("length") or 0)))

    @served
    def set_report_length(payload: Payload) -> Reply:
        report = int(payload["report"])
        return outline_json(desk, desk.set_report_length(report, int(payload["length"] or 0)))

    return add_section, change_section, set_report_length


def order_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions that move, drop and restore sections; each replies with the whole outline."""

    @served
    def move_section(payload: Payload) -> Reply:
        report, section = int(payload["report"]), int(payload["section"])
        return outline_json(desk, desk.move_section(report, section, int(payload["steps"])))

    @served
    def drop_section(payload: Payload) -> Reply:
        report, section = int(payload["report"]), int(payload["section"])
        return outline_json(desk, desk.drop_section(report, section))

    @served
    def restore_section(payload: Payload) -> Reply:
        report, section = int(payload["report"]), int(payload["section"])
        return outline_json(desk, desk.restore_section(report, section))

    return move_section, drop_section, restore_section


def version_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions on the history of a section, and on its locked sentences."""

    @served
    def list_versions(payload: Payload) -> Reply:
        section = int(payload["section"])
        versions = sorted(desk.versions(section), key=lambda one: one.number, reverse=True)
        return {
            "versions": [version_json(version) for version in versions],
            "folded": [one for group in desk.version_groups(section) for one in group.folded],
        }

    @served
    def compare_versions(payload: Payload) -> Reply:
        changes = desk.compare_versions(
            int(payload["section"]), int(payload["a"]), int(payload["b"])
        )
        return {"changes": changes_json(changes)}

    @served
    def merge_texts(payload: Payload) -> Reply:
        merged = desk.merge(int(payload["section"]), str(payload["text"]), int(payload["base"]))
        return {"proposal": proposal_json(merged)}

    @served
    def origin_of(payload: Payload) -> Reply:
        found = desk.origin(int(payload["report"]), int(payload["section"]))
        return {"origin": None if found is None else origin_json(found)}

    @served
    def lock_sentences(payload: Payload) -> Reply:
        act = desk.lock if payload["lock"] else desk.unlock
        section = act(
            int(payload["report"]),
            int(payload["section"]),
            int(payload["start"]),
            int(payload["end"]),
        )
        return {"section": section_json(section)}

    return list_versions, compare_versions, merge_texts, origin_of, lock_sentences


def origin_json(found: Origin) -> Reply:
    """How a text was made, in the words of the page."""
    trace, usage = found.trace, found.trace.usage
    lines = [["写成", f"第{found.version.number}版，{maker(found.version.made_by)}"]]
    details: list[list[str]] = []
    if trace.model:
        lines += [["模型", trace.model], ["用时", f"约 {max(1, round(usage.seconds))} 秒"]]
        details = [
            ["提示词", f"{trace.prompt}（{trace.prompt_hash}）"],
            ["用量", f"输入 {usage.prompt_tokens}、输出 {usage.completion_tokens} token"],
            ["首字", f"{usage.first_token:.1f} 秒，全部 {usage.seconds:.1f} 秒"],
        ]
    if trace.instruction:
        lines.append(["修改要求", trace.instruction])
    if trace.repairs:
        lines.append(["改正", f"核对后请模型改正 {trace.repairs} 次"])
    return {
        "at": version_json(found.version)["at"],
        "lines": lines,
        "details": details,
        "figures": list(trace.figures),
        "passages": [
            {"id": one, "name": name}
            for one, name in zip(trace.passages, found.passages, strict=True)
        ],
        "since": [version_json(group.newest) for group in found.since],
    }


def _name(section: ReportSection) -> str:
    return section.heading or "开头"
