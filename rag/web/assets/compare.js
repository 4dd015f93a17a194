// Two Word files side by side: the figures that changed, then the sentences.

class Compare {
  constructor() {
    this.files = { old: null, new: null };
    this.names = { old: el("small", {}, "还没选"), new: el("small", {}, "还没选") };
    this.result = el("div", { class: "zb-tool-result" });
    this.latest = newest();
    this.node = el(
      "div",
      { class: "zb-tool" },
      el("h4", {}, "比较两份 Word"),
      el("p", { class: "zb-note" }, "同一份报告的两稿，或两年的报告：对照章节、文字和数据。"),
      el("div", { class: "zb-tool-line" }, this.pick("old", "选旧的一份"), this.names.old),
      el("div", { class: "zb-tool-line" }, this.pick("new", "选新的一份"), this.names.new),
      this.result,
    );
  }

  pick(side, label) {
    return fileButton(label, ".docx,.doc,.wps,.pdf,.txt", `zb-compare-${side}`, (file) => {
      this.files[side] = file;
      this.names[side].textContent = file.name;
      if (this.files.old && this.files.new) return this.compare();
      return null;
    });
  }

  paths() {
    return { old: this.files.old.path, new: this.files.new.path };
  }

  async compare() {
    fill(this.result, waiting("正在比较……"));
    const reply = await this.latest(call("compare", this.paths()));
    if (!reply) return;
    if (reply.error) {
      fill(this.result, el("p", { class: "zb-refused" }, `${reply.error}${reply.hint || ""}`));
      return;
    }
    const changed = reply.figures.filter((one) => one.status !== "same");
    const sections = reply.sections.filter((one) => one.changes.length || !one.old || !one.new);
    const words = `数据有 ${changed.length} 项不同（共 ${reply.figures.length} 项），文字有 ${sections.length} 节不同（共 ${reply.sections.length} 节）`;
    fill(
      this.result,
      el(
        "div",
        { class: "zb-tool-line" },
        el("b", {}, words),
        el("button", { type: "button", class: "zb-button", onclick: () => this.fetch() }, "下载对比表（.xlsx）"),
      ),
      changed.length ? this.figures(reply, changed) : null,
      sections.map((one) => this.section(one)),
    );
  }

  figures(reply, changed) {
    const heads = ["指标", "单位", "旧", "新", "增减", "增长率", "变化"];
    const line = ({ cells, status }) => {
      const [indicator, unit, place, old, now, diff, percent] = cells;
      const values = [unit, old, now, diff, percent, reply.statuses[status]];
      return el(
        "tr",
        {},
        el("td", {}, indicator, el("small", {}, place)),
        values.map((value) => el("td", {}, value)),
      );
    };
    return el(
      "table",
      {},
      el("thead", {}, el("tr", {}, heads.map((name) => el("th", {}, name)))),
      el("tbody", {}, changed.map(line)),
    );
  }

  section(one) {
    const name = one.new || one.old;
    const note = !one.old ? "（新的一份才有）" : !one.new ? "（新的一份里没有了）" : `　相同 ${one.likeness}`;
    return el(
      "details",
      { class: "zb-part" },
      el("summary", {}, name, el("small", {}, note)),
      one.old && one.new && one.old !== one.new
        ? changedSentence({ old: one.old, new: one.new })
        : null,
      one.changes.map(changedSentence),
    );
  }

  async fetch() {
    const reply = await call("compare_sheet", this.paths());
    if (!failed(reply)) fetchFile(reply);
  }
}
