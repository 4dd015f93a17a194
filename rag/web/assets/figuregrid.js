// The figure grid: one line an indicator, one column a year; a cell saves when it is left.

const SAVE_CELL_AFTER = 900;

class FigureGrid {
  // hooks: saved(row, column, note) after a value changed; pick(row) where a name can be chosen;
  // added() after a new indicator; extra() is shown at the right of the bar.
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.query = "";
    this.onlyEmpty = false;
    this.data = null;
    this.bar = el("div", { class: "zb-grid-bar" });
    this.body = el("div", { class: "zb-grid-body" });
    this.foot = el("div", { class: "zb-grid-foot" });
    document.addEventListener("zhubi:online", () => this.sendAgain());
  }

  // data: {columns, rows, count}; count is the column whose empty cells are counted.
  show(data) {
    this.data = data;
    fill(this.root, this.bar, this.body, this.foot);
    this.drawBar();
    this.drawRows();
    fill(this.foot, data.columns.some((column) => column.editable) && this.hooks.added ? this.addLine() : null);
  }

  empty(row) {
    return !row.cells[this.data.count];
  }

  matches(row) {
    const words = `${row.indicator} ${row.section} ${row.unit}`;
    const wanted = this.query.split(/\s+/).filter(Boolean);
    return (
      wanted.every((word) => words.includes(word)) &&
      (!this.onlyEmpty || !this.data.count || this.empty(row))
    );
  }

  countLine() {
    const { rows, count } = this.data;
    if (!count) return `共 ${rows.length} 项指标`;
    const missing = rows.filter((row) => this.empty(row)).length;
    return missing ? `还有 ${missing} 项未填（共 ${rows.length} 项）` : `${rows.length} 项已全部填好`;
  }

  drawBar() {
    const search = el("input", {
      type: "search",
      class: "zb-search",
      placeholder: "查找指标或章节",
      "aria-label": "查找指标或章节",
      value: this.query,
      oninput: (event) => {
        this.query = event.target.value.trim();
        if (!event.isComposing) this.drawRows();
      },
      oncompositionend: (event) => {
        this.query = event.target.value.trim();
        this.drawRows();
      },
    });
    const only = el("input", {
      type: "checkbox",
      onchange: (event) => {
        this.onlyEmpty = event.target.checked;
        this.drawRows();
      },
    });
    only.checked = this.onlyEmpty;
    this.counted = el("b", { class: "zb-count", role: "status" }, this.countLine());
    fill(
      this.bar,
      this.counted,
      el("span", { class: "zb-gap" }),
      this.data.count ? el("label", {}, only, " 只看未填的") : null,
      search,
      this.hooks.extra ? this.hooks.extra() : null,
    );
  }

  drawRows() {
    const { columns } = this.data;
    const rows = this.data.rows.filter((row) => this.matches(row));
    const head = el(
      "tr",
      {},
      ["指标", "单位"].map((name) => el("th", { scope: "col" }, name)),
      columns.map((column) => el("th", { class: "value", scope: "col" }, column.title)),
      el("th", {}, el("span", { class: "zb-offscreen" }, "结果")),
    );
    const lines = [];
    let section = null;
    for (const row of rows) {
      if (row.section !== section) {
        section = row.section;
        const cell = el("td", { colspan: 3 + columns.length, title: section || null }, partName(section));
        lines.push(el("tr", { class: "part" }, cell));
      }
      lines.push(this.line(row));
    }
    const table = el("table", {}, el("thead", {}, head), el("tbody", {}, lines));
    fill(this.body, rows.length ? table : el("p", { class: "zb-empty" }, this.nothing()));
  }

  nothing() {
    if (!this.data.rows.length) return "还没有指标：可以上传数据表，或在下面逐项添加。";
    return this.query ? `没有名称或章节含“${this.query}”的指标。` : "都填好了。";
  }

  line(row) {
    const note = el("td", { class: "note", "aria-live": "polite" });
    const cells = this.data.columns.map((column) =>
      el(
        "td",
        { class: "value" },
        column.editable ? this.field(row, column, note) : row.cells[column.key] || "—",
      ),
    );
    const pick = this.hooks.pick;
    const name = pick
      ? el(
          "button",
          { type: "button", class: "zb-name", title: "看走势和历史", onclick: () => pick(row) },
          row.indicator,
        )
      : row.indicator;
    return el(
      "tr",
      { title: row.source || null },
      el("td", { class: "name" }, name),
      el("td", { class: "unit" }, row.unit),
      cells,
      note,
    );
  }

  field(row, column, note) {
    const input = el("input", {
      type: "text",
      value: row.cells[column.key] || "",
      "aria-label": `${row.indicator} ${column.year}年`,
      autocomplete: "off",
      maxlength: "40",
    });
    input.classList.toggle("filled", Boolean(input.value));
    const soon = later(SAVE_CELL_AFTER, () => save());
    const save = async () => {
      soon.cancel();
      const before = row.cells[column.key];
      const done = await this.save(row, column, input, note);
      // What was entered for the first time stands in no draft yet.
      if (done && before && this.hooks.saved) this.hooks.saved(row, column, note);
    };
    input.addEventListener("input", (event) => event.isComposing || soon());
    input.addEventListener("blur", save);
    input.addEventListener("keydown", (event) => this.key(event, input, column));
    return input;
  }

  // True when a changed value is on the server.
  async save(row, column, input, note) {
    const value = input.value.trim();
    const tell = (words, kind) => {
      this.trouble(note, kind === "bad" ? `没有保存：${words}` : "");
      fill(note, kind === "bad" ? "未保存" : words);
      note.className = `note ${kind}`;
      input.classList.toggle("bad", kind === "bad");
      input.setAttribute("aria-invalid", String(kind === "bad"));
    };
    if (value === (row.cells[column.key] || "")) {
      if (input.classList.contains("bad")) tell("", "");
      return false;
    }
    tell("正在保存…", "");
    const reply = await call("set_cell", {
      indicator: row.indicator,
      unit: row.unit,
      year: column.year,
      value,
      who: worker(),
    });
    if (reply.offline) input.dataset.offline = "1";
    if (reply.error) {
      tell(`${reply.error}${reply.hint || ""}`, "bad");
      return false;
    }
    row.cells[column.key] = reply.value;
    if (document.activeElement !== input) input.value = reply.value;
    input.classList.toggle("filled", Boolean(reply.value));
    tell(reply.value ? "已保存" : "已清空", "good");
    this.counted.textContent = this.countLine();
    return true;
  }

  // Fields that could not be saved while the server was away.
  sendAgain() {
    for (const input of this.root.querySelectorAll("input[data-offline]")) {
      delete input.dataset.offline;
      input.dispatchEvent(new Event("blur"));
    }
  }

  // What is wrong with an entry needs room: it stands in a line of its own below.
  trouble(note, words) {
    const line = note.closest("tr");
    const below = line.nextElementSibling;
    if (below && below.classList.contains("zb-trouble")) below.remove();
    if (!words) return;
    const cell = el("td", { colspan: String(line.children.length), role: "alert" }, words);
    line.after(el("tr", { class: "zb-trouble" }, cell));
  }

  key(event, input, column) {
    if (event.isComposing) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.root.querySelectorAll(`input[aria-label$=" ${column.year}年"]`)];
    const next = all[all.indexOf(input) + (event.key === "Enter" && event.shiftKey ? -1 : step)];
    if (next) {
      next.focus();
      next.select();
    } else input.blur();
  }

  addLine() {
    const column = this.data.columns.find((one) => one.editable);
    const place = (hint, most) =>
      el("input", { type: "text", placeholder: hint, "aria-label": hint, maxlength: String(most) });
    const [name, value] = [place("新指标名称", 60), place(`${column.year}年数值，如 264次`, 40)];
    const add = async () => {
      if (!name.value.trim() || !value.value.trim()) {
        toast("请填写指标名称和数值。", "例如“集中学习”和“12次”。");
        return;
      }
      const reply = await call("set_cell", {
        indicator: name.value,
        value: value.value,
        year: column.year,
        who: worker(),
      });
      if (failed(reply)) return;
      toast(`已添加“${reply.indicator}”。`, "", "good");
      await this.hooks.added(reply);
    };
    for (const input of [name, value]) {
      input.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && add());
    }
    const button = el("button", { type: "button", class: "zb-button", onclick: add }, "添加");
    return el("div", { class: "zb-grid-add" }, "添加指标：", name, value, button);
  }
}

// The innermost heading: the path to it is long and the same for many.
function partName(section) {
  return section.split(/[/›]/).pop().trim() || "开头及其他";
}
