// What the open section rests on, under its text: a click opens the passage in its document.

class Sources {
  constructor(root) {
    this.root = root;
    this.latest = newest();
  }

  async show(section) {
    const reply = await this.latest(call("load_sources", { section }));
    if (!reply || reply.error) return;
    const { sources } = reply;
    this.root.hidden = !sources.length;
    fill(
      this.root,
      el("summary", {}, `来源 ${sources.length}`),
      el("p", { class: "zb-note" }, "这一节引用和参照的材料，点开看原文；不会印进 Word 正文。"),
      sources.map((one) => this.line(one)),
    );
  }

  // A figure of the ledger has no passage to open.
  line(one) {
    const words = [
      el("span", { class: "zb-badge" }, one.n ? `引用 ${one.n}` : "参照"),
      el("b", {}, `《${one.title}》`),
      one.section ? el("small", {}, one.section) : null,
      el("q", {}, one.quote),
    ];
    if (!one.passage && !one.document) return el("div", { class: "zb-origin-source" }, words);
    const open = () => openReader({ passage: one.passage, document: one.document, quote: one.n ? one.quote : "" });
    return el("button", { type: "button", class: "zb-origin-source", title: "打开原文", onclick: open }, words);
  }
}
