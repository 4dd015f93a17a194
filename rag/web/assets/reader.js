// The reader: a document over the page, its outline at the left, the passage highlighted.

function pieces(block) {
  const cuts = new Set([0, block.text.length]);
  for (const span of [block.passage, block.quote]) if (span) cuts.add(span[0]).add(span[1]);
  if (block.headingEnd) cuts.add(block.headingEnd);
  const places = [...cuts].sort((a, b) => a - b);
  const inside = (span, start, end) => span && span[0] <= start && end <= span[1];
  const parts = [];
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [start, end] = [places[i], places[i + 1]];
    const names = [];
    if (inside(block.passage, start, end)) names.push("zb-passage");
    if (inside(block.quote, start, end)) names.push("zb-quoted");
    if (end <= block.headingEnd) names.push("zb-run-in");
    const text = block.text.slice(start, end);
    parts.push(names.length ? el("span", { class: names.join(" ") }, text) : text);
  }
  return parts;
}

function blockNode(block, index) {
  if (block.kind === "table" && block.rows.length) {
    const marked = new Set(block.marked);
    const lines = block.rows.map((row, number) =>
      el("tr", { class: marked.has(number) ? "zb-quoted" : "" }, row.map((cell) => el("td", {}, cell))),
    );
    return el("table", {}, el("tbody", {}, lines));
  }
  const tag = { title: "h1", heading: "h3" }[block.kind] || "p";
  return el(tag, { class: `level${block.level}`, data: { index } }, pieces(block));
}

function windowFor(reply) {
  const paper = el("div", { class: "zb-reader-paper" }, reply.blocks.map(blockNode));
  const heads = reply.blocks
    .map((block, index) => ({ block, index }))
    .filter(({ block }) => block.headingEnd || block.kind === "heading");
  const outline = heads.map(({ block, index }) =>
    el(
      "button",
      {
        type: "button",
        class: `level${block.level}`,
        onclick: () => paper.children[index].scrollIntoView({ block: "start", behavior: "smooth" }),
      },
      block.text.slice(0, block.headingEnd || block.text.length),
    ),
  );
  const dialog = el("dialog", { class: "zb-dialog zb-reader", "aria-label": reply.title });
  const close = el("button", { type: "button", class: "zb-button", onclick: () => dialog.close() }, "关闭");
  fill(
    dialog,
    el("header", {}, el("div", {}, el("h2", {}, reply.title), el("small", {}, reply.about)), close),
    reply.warnings.map((warning) => el("p", { class: "zb-note" }, warning)),
    el(
      "div",
      { class: "zb-reader-body" },
      el("nav", {}, outline.length ? outline : el("p", { class: "zb-empty" }, "这份文件没有标题。")),
      paper,
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

// Offsets from the server count code points; blocks with rarer characters are converted.
function toUnits(block) {
  if (!/[\ud800-\udbff]/.test(block.text)) return block;
  const at = (index) => [...block.text].slice(0, index).join("").length;
  const span = (pair) => (pair ? [at(pair[0]), at(pair[1])] : pair);
  return {
    ...block,
    passage: span(block.passage),
    quote: span(block.quote),
    headingEnd: at(block.headingEnd),
  };
}

const latest = newest();
const opened = async (event) => {
  if (!element.isConnected) {
    document.removeEventListener("zhubi:read", opened);
    return;
  }
  const reply = await latest(call("read_document", event.detail));
  if (!reply || failed(reply)) return;
  reply.blocks = reply.blocks.map(toUnits);
  const dialog = windowFor(reply);
  document.body.append(dialog);
  dialog.showModal();
  const mark = dialog.querySelector(".zb-quoted") || dialog.querySelector(".zb-passage");
  if (mark) mark.scrollIntoView({ block: "center" });
};
document.addEventListener("zhubi:read", opened);
