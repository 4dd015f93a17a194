// The Word file the leaders changed: what it would change, then a word from the person, then saved.

class WordBack {
  constructor(hooks) {
    this.hooks = hooks;
    this.report = 0;
    this.latest = newest();
    this.node = el("div", { class: "zb-back", hidden: true });
    this.button = fileButton("收回领导改过的 Word", ".docx,.doc,.wps", "zb-back-take", (file) => this.take(file));
  }

  open(report) {
    if (report !== this.report) this.close();
    this.report = report;
  }

  close() {
    this.file = null;
    this.node.hidden = true;
    fill(this.node);
  }

  async take(file) {
    this.file = file;
    this.refused = [];
    this.left = new Set();
    this.author = "";
    await this.look();
  }

  async look() {
    this.node.hidden = false;
    fill(this.node, waiting(`正在对照“${this.file.name}”和报告……`));
    const asked = { report: this.report, path: this.file.path, refused: this.refused };
    const reply = await this.latest(call("look_at_word", asked));
    if (!reply) return;
    if (reply.error) this.refuse(reply);
    else this.show(reply);
    this.node.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  refuse(reply) {
    fill(
      this.node,
      el("h3", { class: "bad" }, reply.error),
      el("p", {}, `${reply.hint || ""}报告没有变化。`),
      el("div", { class: "zb-dialog-buttons" }, this.action("知道了", "", () => this.close())),
    );
  }

  action(label, kind, run) {
    return el("button", { type: "button", class: `zb-button ${kind}`, onclick: run }, label);
  }

  show(reply) {
    const changed = reply.sections.length;
    this.author = this.author || reply.author;
    const title = changed
      ? `“${this.file.name}”里改了 ${changed} 节，还没有采用`
      : `“${this.file.name}”里的正文与报告相同，没有要采用的修改`;
    fill(
      this.node,
      el("h3", {}, title),
      this.remarks(reply),
      this.revisions(reply.revisions),
      reply.sections.map((one) => this.section(one)),
      this.comments(reply.comments),
      this.leftOut(reply),
      changed || reply.comments.length ? this.decide(reply) : this.nothing(),
    );
  }

  nothing() {
    return el("div", { class: "zb-dialog-buttons" }, this.action("知道了", "", () => this.close()));
  }

  remarks(reply) {
    const list = (names) => names.map((name) => `“${name}”`).join("");
    const lines = [
      ...reply.warnings,
      reply.older.length ? `${list(reply.older)}在文件里是较早的文字，报告里的新文字保持不变。` : "",
      reply.missing.length ? `文件里没有找到${list(reply.missing)}，这几节保持原样。` : "",
      reply.moved.length ? `${list(reply.moved)}在文件里移到了别处，报告里的次序不变，需要时请在提纲里移动。` : "",
    ];
    return lines.filter(Boolean).map((line) => el("p", { class: "zb-remark" }, line));
  }

  revisions(all) {
    if (!all.length) return null;
    const set = (ids) => {
      this.refused = ids;
      this.look();
    };
    const ids = all.map((one) => one.id);
    return el(
      "details",
      { class: "zb-part", open: all.length <= 8 },
      el("summary", {}, `文件里有 ${all.length} 处修订还没有定，现按“采用” ${all.filter((one) => one.taken).length} 处来读`),
      el(
        "div",
        { class: "zb-card-actions" },
        el("button", { type: "button", class: "zb-link", onclick: () => set([]) }, "修订全部采用"),
        el("button", { type: "button", class: "zb-link", onclick: () => set(ids) }, "修订全部不采用"),
      ),
      all.map((one) => this.revision(one, set)),
    );
  }

  revision(one, set) {
    const tick = el("input", { type: "checkbox" });
    tick.checked = one.taken;
    tick.addEventListener("change", () => {
      const others = this.refused.filter((id) => id !== one.id);
      set(tick.checked ? others : [...others, one.id]);
    });
    const words = el(one.kind === "删去" ? "del" : "ins", {}, one.text);
    return el(
      "label",
      { class: "zb-revision", title: one.paragraph },
      tick,
      el("span", {}, el("b", {}, one.kind), " ", words, " ", el("small", {}, `${one.author} ${one.date}`)),
    );
  }

  section(one) {
    const doubts = one.unproved.map((link) =>
      el(
        "p",
        { class: "zb-doubtful" },
        el("span", { class: "zb-badge bad" }, link.statusName),
        ` “${link.text}”${link.indicator ? `（${link.indicator}）` : ""}`,
        link.expected ? ` 台账为 ${link.expected}` : "",
      ),
    );
    const faults = one.errors.map((finding) =>
      el("p", { class: "zb-doubtful" }, el("span", { class: "zb-badge bad" }, finding.severityName), ` ${finding.message}`),
    );
    const tick = el("input", { type: "checkbox", "aria-label": `采用${one.name}的修改` });
    tick.checked = !this.left.has(one.id);
    const node = section(
      el("label", { class: "zb-take" }, tick, one.name),
      one.heading ? changedSentence(one.heading) : null,
      one.changes.map(changedSentence),
      one.heading || one.changes.length ? null : el("p", { class: "zb-note" }, "文字相同，只有分段不同。"),
      doubts.length || faults.length
        ? el("div", { class: "zb-doubts" }, el("b", {}, "改后这一节要核对的："), doubts, faults)
        : null,
    );
    const mark = () => {
      if (tick.checked) this.left.delete(one.id);
      else this.left.add(one.id);
      node.classList.toggle("left", !tick.checked);
      this.count();
    };
    tick.addEventListener("change", mark);
    node.classList.toggle("left", !tick.checked);
    return node;
  }

  // The button says what it will do.
  count() {
    if (!this.confirm) return;
    const taken = this.changed.filter((id) => !this.left.has(id)).length;
    const all = taken === this.changed.length;
    const notes = this.noted ? "，记下批注" : "";
    const none = this.noted ? "只记下批注" : "采用 0 节";
    this.confirm.textContent = taken ? `${all ? "采用这些修改" : `采用勾选的 ${taken} 节`}${notes}` : none;
    this.confirm.disabled = !taken && !this.noted;
  }

  comments(all) {
    return all.length ? section(`批注 ${all.length} 条`, all.map((note) => this.comment(note))) : null;
  }

  comment(note) {
    return el(
      "div",
      { class: "zb-card doubt" },
      el(
        "div",
        { class: "zb-card-head" },
        el("b", {}, note.author || "未署名"),
        el("small", {}, [note.sectionName, note.date].filter(Boolean).join("　")),
      ),
      note.quote ? el("div", { class: "zb-card-line" }, `原文：“${brief(note.quote)}”`) : null,
      el("div", { class: "zb-back-words" }, note.text),
    );
  }

  leftOut(reply) {
    if (!reply.unplaced.length) return null;
    return section(
      "对不上章节的文字（不会自动导入）",
      reply.unplaced.map((one) =>
        el(
          "div",
          { class: "zb-unplaced" },
          el("small", {}, `在“${one.after}”之后`),
          el("div", {}, one.text),
          one.headed
            ? el("button", { type: "button", class: "zb-link", onclick: () => this.add(one) }, "加为新的一节")
            : null,
        ),
      ),
    );
  }

  // The leaders' own heading becomes a section; then the file is held against the report anew.
  async add(one) {
    const reply = await call("add_word_part", { report: this.report, place: one.place, text: one.text, author: this.author });
    if (failed(reply)) return;
    toast(`已加上“${reply.name}”一节。`, "不要的话，可以在提纲里删去。", "good");
    await this.look();
  }

  decide(reply) {
    this.changed = reply.sections.map((one) => one.id);
    this.noted = reply.comments.length > 0;
    this.confirm = this.action("", "primary zb-back-adopt", () => this.adopt(reply));
    this.count();
    const name = el("input", { type: "text", maxlength: "40", value: this.author, "aria-label": "谁改的" });
    name.addEventListener("input", () => (this.author = name.value));
    return el(
      "div",
      { class: "zb-back-decide" },
      el("label", {}, "谁改的：", name),
      el("span", { class: "zb-note" }, "采用后，原来的文字留在各节的“历史版本”里。"),
      el("span", { class: "zb-gap" }),
      this.action("都不采用", "", () => this.close()),
      this.action("重新核对", "", () => this.look()),
      this.confirm,
    );
  }

  async adopt(reply) {
    const saved = await call("adopt_word", {
      report: this.report,
      path: this.file.path,
      refused: this.refused,
      leave: this.changed.filter((id) => this.left.has(id)),
      seen: reply.seen,
      author: this.author,
    });
    if (failed(saved)) return;
    this.close();
    const [kept, notes] = [saved.saved, saved.comments.length];
    if (kept) toast(`已采用 ${kept} 节的修改，数字已重新核对。`, "不满意可以在“历史版本”里退回。", "good");
    if (notes) toast(`记下了 ${notes} 条批注。`, "在“写稿”一步打开那一节就能看到。", "good");
    this.hooks.adopted();
  }
}
