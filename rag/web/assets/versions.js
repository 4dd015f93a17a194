// Windows about versions: the history of a section, and the merge view after a conflict.

function sentencesOf(text) {
  return text.match(/[^。！？；\n]+[。！？；\n]*|[。！？；\n]+/g) || [];
}

// The sentences of a text; those the other text does not have are set off.
function comparedText(text, other, kind) {
  const known = new Set(sentencesOf(other).map((sentence) => sentence.trim()));
  return sentencesOf(text).map((sentence) =>
    known.has(sentence.trim()) ? sentence : el("mark", { class: kind }, sentence),
  );
}

async function versionsWindow(versions, current, restore) {
  const text = el("div", { class: "zb-version-text" });
  let chosen = null;
  const list = el("div", { class: "zb-version-list" });
  const choose = (version, button) => {
    chosen = version;
    for (const other of list.children) other.classList.toggle("on", other === button);
    fill(text, comparedText(version.text, current, "zb-differs"));
    if (!version.text) fill(text, el("i", {}, "（空）"));
  };
  for (const version of versions) {
    const at = new Date(version.at);
    const button = el(
      "button",
      { type: "button", onclick: () => choose(version, button) },
      el("b", {}, `第${version.number}版`),
      el("span", {}, `${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}`),
      el("span", {}, version.maker),
    );
    list.append(button);
  }
  if (versions.length) choose(versions[Math.min(1, versions.length - 1)], list.children[Math.min(1, versions.length - 1)]);
  const body = versions.length
    ? el("div", { class: "zb-versions" }, list, text)
    : el("p", {}, "这一节还没有保存过。");
  const note = versions.length ? el("p", { class: "zb-note" }, "黄色的句子与现在的文字不同。恢复后现在的文字也留在历史里。") : null;
  const answer = await ask("历史版本", [note, body].filter(Boolean), [
    ["", "关闭"],
    ...(versions.length ? [["restore", "恢复这一版", "primary"]] : []),
  ]);
  if (answer === "restore" && chosen) await restore(chosen.number);
}

// "theirs", "mine", or "" to go on editing first.
function mergeWindow(theirs, mine) {
  const side = (title, text, other, kind) =>
    el(
      "div",
      {},
      el("h4", {}, title),
      el("div", { class: "zb-version-text" }, comparedText(text, other, kind)),
    );
  const body = [
    el("p", { class: "zb-note" }, "着色的句子只在这一边有。没有选中的那一份会留在历史版本里或编辑框里，不会丢。"),
    el(
      "div",
      { class: "zb-merge" },
      side(`已保存的文字（${theirs.maker}，第${theirs.version}版）`, theirs.text, mine, "zb-differs"),
      side("您的文字（未保存）", mine, theirs.text, "zb-differs-mine"),
    ),
  ];
  return ask("两份修改对照", body, [
    ["", "先继续编辑"],
    ["theirs", "用已保存的文字"],
    ["mine", "用我的文字保存为新版本", "primary"],
  ]);
}
