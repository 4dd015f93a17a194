// The proof panel: every number with what it rests on, and what the checks found.

const NEEDS_A_LOOK = ["stale", "conflict", "unsupported"];

class Panel {
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.tab = "numbers";
    this.marks = { links: [], findings: [] };
    this.text = "";
    this.notes = [];
    this.tabs = el("div", { class: "zb-tabs", role: "tablist" });
    this.list = el("div", { class: "zb-cards" });
    fill(root, this.tabs, this.list);
  }

  show(marks, text) {
    this.marks = marks;
    this.text = text;
    this.draw();
  }

  // Leaders' remarks on the section; a settled one stays to be taken back.
  remarks(notes) {
    this.notes = notes;
    if (!notes.length && this.tab === "remarked") this.tab = "numbers";
    this.draw();
  }

  draw() {
    const numbers = this.marks.links.filter((mark) => mark.kind !== "plain");
    const blanks = blanksOf(this.text);
    fill(
      this.tabs,
      this.tabButton("numbers", `数字 ${numbers.length}`),
      this.tabButton("findings", `问题 ${this.marks.findings.length}`),
      this.tabButton("blanks", `待填 ${blanks.length}`),
      this.notes.length
        ? this.tabButton("remarked", `批注 ${this.notes.filter((note) => !note.done).length}`)
        : null,
    );
    const cards = {
      numbers: () => this.numbers(numbers),
      findings: () => this.marks.findings.map((mark) => this.findingCard(mark)),
      blanks: () => blanks.map((mark) => this.blankCard(mark)),
      remarked: () => this.notes.map((note) => this.noteCardOf(note)),
    }[this.tab]();
    const empty = {
      numbers: "这一节还没有数字。",
      findings: "没有发现问题。",
      blanks: "没有待填的空。",
    }[this.tab];
    fill(this.list, cards.length ? cards : el("p", { class: "zb-empty" }, empty));
  }

  tabButton(name, label) {
    return el(
      "button",
      {
        type: "button",
        role: "tab",
        class: this.tab === name ? "on" : "",
        "aria-selected": String(this.tab === name),
        onclick: () => {
          this.tab = name;
          this.draw();
        },
      },
      label,
    );
  }

  numbers(marks) {
    const worry = (mark) => (NEEDS_A_LOOK.includes(mark.link.status) ? 0 : 1);
    const ordered = [...marks].sort((a, b) => worry(a) - worry(b) || a.start - b.start);
    return ordered.map((mark) => this.numberCard(mark));
  }

  card(mark, badge, kind, title, lines, actions) {
    const card = el(
      "div",
      { class: `zb-card ${kind}`, tabindex: "0", data: { start: mark.start } },
      el("div", { class: "zb-card-head" }, el("span", { class: "zb-badge" }, badge), el("b", {}, title)),
      lines.filter(Boolean).map((line) => el("div", { class: "zb-card-line" }, line)),
      actions.length ? el("div", { class: "zb-card-actions" }, actions) : null,
    );
    card.addEventListener("click", () => this.hooks.go(mark));
    card.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === card) this.hooks.go(mark);
    });
    return card;
  }

  action(label, run) {
    const press = (event) => {
      event.stopPropagation();
      run();
    };
    return el("button", { type: "button", class: "zb-link", onclick: press }, label);
  }

  numberCard(mark) {
    const link = mark.link;
    const actions = [];
    if (link.expected) {
      // 下降7% becomes 增长3%: the words before the number go with it.
      const place = { start: mark.start - link.takes.length, end: mark.end };
      actions.push(
        this.action(`改为 ${link.expected}`, () => this.hooks.replace(place, link.expected)),
      );
    }
    if (link.passage) {
      actions.push(
        this.action("看原文", () => openReader({ passage: link.passage, quote: link.evidence })),
      );
    }
    const [, ...lines] = evidenceLines(mark);
    const title = link.indicator ? `${link.text}　${link.indicator}` : link.text;
    return this.card(mark, link.statusName, PROOF[link.status], title, lines, actions);
  }

  findingCard(mark) {
    const finding = mark.finding;
    const actions = [];
    if (finding.replacement !== null) {
      actions.push(
        this.action("采用建议", () => this.hooks.replace(mark, finding.replacement)),
      );
    }
    if (finding.replacement === null && finding.suggestion) {
      actions.push(this.action("按建议修改", () => this.hooks.fix(mark)));
    }
    actions.push(this.action("忽略此处", () => this.hooks.ignore(mark)));
    const lines = [
      finding.message,
      finding.evidence ? `依据：${finding.evidence}` : "",
      finding.suggestion ? `建议：${finding.suggestion}` : "",
    ];
    const kind = { error: "bad", warning: "doubt", hint: "calc" }[finding.severity];
    return this.card(mark, finding.severityName, kind, `“${brief(finding.text)}”`, lines, actions);
  }

  blankCard(mark) {
    const words = this.text.slice(mark.start, mark.end);
    const badge = words.startsWith("【待核") ? "待核" : "待填";
    const title = words.replace(/^【待[填核]：?|】$/g, "");
    return this.card(mark, badge, "blank", title, [], []);
  }

  noteCardOf(note) {
    const go = (one) => {
      const [mark] = remarksIn(this.text, [{ ...one, done: false }]);
      if (mark) this.hooks.go(mark);
    };
    const hooks = { goLabel: "看位置", go: note.words ? go : null, settle: this.hooks.settle };
    return noteCard(note, hooks);
  }

  // Bring a mark's card into view, for a click on the mark in the text.
  choose(mark) {
    if (mark.kind === "locked") return;
    if (mark.kind === "remarked") {
      this.tab = "remarked";
      this.draw();
      return;
    }
    this.tab = mark.finding ? "findings" : mark.link ? "numbers" : "blanks";
    if (mark.link && mark.kind === "plain") return;
    this.draw();
    const card = this.list.querySelector(`[data-start="${mark.start}"]`);
    if (!card) return;
    card.scrollIntoView({ block: "nearest", behavior: "smooth" });
    card.classList.add("zb-flash");
    setTimeout(() => card.classList.remove("zb-flash"), 1600);
  }
}
