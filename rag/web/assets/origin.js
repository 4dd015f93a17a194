// “这段怎么来的”: how the text of a section was made, and what was done to it since.

async function originWindow(origin) {
  if (!origin) {
    await ask("这段怎么来的", el("p", {}, "这一节是手工写的，没有起草记录。"), [["", "关闭"]]);
    return;
  }
  const row = (name, ...content) =>
    el("div", { class: "zb-origin-row" }, el("b", {}, name), el("div", {}, content));
  const list = (items) => el("ul", {}, items.map((item) => el("li", {}, item)));
  const at = new Date(origin.at);
  const passages = origin.passages.map((passage) =>
    el(
      "button",
      { type: "button", class: "zb-link", onclick: () => openReader({ passage: passage.id }) },
      passage.name,
    ),
  );
  const since = origin.since.map((one) => `第${one.number}版，${one.maker}，${one.noteName}`);
  const body = el(
    "div",
    { class: "zb-origin" },
    row("时间", `${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}`),
    origin.lines.map(([name, words]) => row(name, words)),
    origin.figures.length ? row("用到的数据", list(origin.figures)) : null,
    passages.length ? row("用到的材料", list(passages)) : null,
    since.length ? row("此后", list(since)) : null,
    origin.details.length
      ? el(
          "details",
          { class: "zb-detail" },
          el("summary", {}, "技术信息（给管理员看）"),
          origin.details.map(([name, words]) => row(name, words)),
        )
      : null,
  );
  await ask("这段怎么来的", body, [["", "关闭"]]);
}
