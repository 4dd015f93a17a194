// The history of a section: what was saved when and by whom, and what changed between two.

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

// The sentences that changed from one text to another, as the server found them.
function changesView(changes) {
  const real = changes.filter((change) => !sameWords(change));
  if (!real.length) return el("i", {}, "两版文字相同。");
  return changes.map((change) =>
    sameWords(change)
      ? el("p", { class: "zb-same" }, change.old)
      : el(
          "div",
          { class: "zb-change-text zb-change" },
          el("div", {}, change.old ? el("del", {}, change.old) : null, change.new ? el("ins", {}, change.new) : null),
        ),
  );
}

function versionName(version) {
  const at = new Date(version.at);
  return `第${version.number}版　${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}　${version.maker}`;
}

// Two versions to choose; what changed between them is shown at the right.
function comparison(versions, show) {
  const choice = (label) =>
    el("select", { "aria-label": label }, versions.map((one) => el("option", { value: one.number }, versionName(one))));
  const [older, newer] = [choice("旧的一版"), choice("新的一版")];
  older.selectedIndex = Math.min(1, versions.length - 1);
  const latest = newest();
  const run = async () => {
    const reply = await latest(call("compare_versions", { section: state.section, a: Number(older.value), b: Number(newer.value) }));
    if (reply && !failed(reply)) show(changesView(reply.changes));
  };
  const button = el("button", { type: "button", class: "zb-button", onclick: run }, "比较");
  return el("div", { class: "zb-compare-versions" }, older, " 与 ", newer, button);
}

async function versionsWindow(reply, current, restore) {
  const versions = reply.versions;
  const folded = new Set(reply.folded);
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
      { type: "button", class: version.note, hidden: folded.has(version.number), onclick: () => choose(version, button) },
      el("b", {}, `第${version.number}版`),
      el("span", {}, `${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}`),
      el("span", {}, `${version.maker}${version.noteName ? ` · ${version.noteName}` : ""}`),
    );
    list.append(button);
  }
  if (folded.size) {
    const more = el("button", { type: "button", class: "zb-link" }, `显示合并起来的 ${folded.size} 次自动保存`);
    more.addEventListener("click", () => {
      for (const button of list.children) button.hidden = false;
      more.remove();
    });
    list.append(more);
  }
  const shown = versions.filter((version) => !folded.has(version.number));
  if (shown.length) {
    const first = shown[Math.min(1, shown.length - 1)];
    choose(first, list.children[versions.indexOf(first)]);
  }
  const body = versions.length
    ? el("div", { class: "zb-versions" }, list, text)
    : el("p", {}, "这一节还没有保存过。");
  const note = versions.length ? el("p", { class: "zb-note" }, "黄色的句子与现在的文字不同。恢复后现在的文字也留在历史里。") : null;
  const compare = versions.length > 1 ? comparison(versions, (view) => fill(text, view)) : null;
  const answer = await ask("历史版本", [note, compare, body].filter(Boolean), [
    ["", "关闭"],
    ...(versions.length ? [["restore", "恢复这一版", "primary"]] : []),
  ]);
  if (answer === "restore" && chosen) await restore(chosen.number);
}
