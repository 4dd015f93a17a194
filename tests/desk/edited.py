"""A report the leaders get as a Word file, and what they leave in it."""

from __future__ import annotations

from rag.reports.store import NewSection

LEADER = 'w:author="王书记" w:date="2024-12-01T08:00:00Z"'
PARTS = (
    (NewSection(1, "一、", "主要做法和成效"), ""),
    (NewSection(2, "（一）", "聚焦政治建设"), "全年集中学习18次。"),
    (NewSection(2, "（二）", "聚焦组织建设"), "发展党员20名。"),
    (NewSection(1, "二、", "下一步打算"), "继续抓好落实。"),
)
NOTE = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<w:comment w:id="0" {LEADER}><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment>'
    "</w:comments>"
)
COMMENTED = (
    "发展党员20名。",
    '发展党员</w:t></w:r><w:commentRangeStart w:id="0"/><w:r><w:t>20名</w:t></w:r>'
    '<w:commentRangeEnd w:id="0"/><w:r><w:t>。',
)
