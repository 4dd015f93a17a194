// Tools for any Word file, whoever wrote it; folded, because they are not needed every day.

const tools = element.querySelector(".zb-wordtools");
fill(
  tools,
  el(
    "details",
    { class: "zb-tools-fold" },
    el("summary", {}, "别的 Word 文件：检查版式、比较两份"),
    el("div", { class: "zb-tools-columns" }, new LayoutCheck().node, new Compare().node),
  ),
);
