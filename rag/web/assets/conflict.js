// Somebody else saved first: both texts side by side, or merged sentence by sentence (it shares
// the scope of workspace.js).

function conflicted(newest) {
  state.conflict = newest;
  const open = async () => {
    const answer = await mergeWindow(newest, editor.text);
    if (answer === "theirs") {
      state.conflict = null;
      editor.section = { ...newest };
      remember(editor.key(), null);
      notice();
      update(newest);
      editor.open(newest);
    } else if (answer === "mine") {
      state.conflict = null;
      editor.section = { ...newest };
      notice();
      await editor.save();
    }
  };
  notice(
    el("b", {}, `这一节已有人先保存（${newest.maker}，第${newest.version}版）。`),
    " 您的文字仍在下面的编辑框里，还没有保存。",
    el("button", { type: "button", class: "zb-button primary", onclick: open }, "对照两份文字"),
    el("button", { type: "button", class: "zb-button", onclick: () => merge(newest) }, "逐句合并"),
  );
}

// Both texts sentence by sentence in the proposal box: what I changed is ticked.
async function merge(newest) {
  const reply = await call("merge_texts", {
    section: newest.id,
    text: editor.text,
    base: editor.section.version,
  });
  if (!failed(reply)) proposals.show(reply.proposal);
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
