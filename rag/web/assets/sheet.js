// A figure sheet: chosen, looked at line by line, then entered.

class SheetImport {
  // hooks: year() to begin with; names() of the ledger; taken() after an import.
  constructor(hooks) {
    this.hooks = hooks;
    this.said = el("div", { class: "zb-said", role: "status", hidden: true });
    this.button = fileButton("从数据表导入（.xlsx）", ".xlsx,.csv", "zb-sheet-in", (file) => this.open(file));
  }

  async open(file) {
    const year = el("input", { type: "number", value: String(this.hooks.year()), min: "1949", max: "2100" });
    const table = el("div", { class: "zb-sheet-lines" });
    const state = { lines: [] };
    const look = async () => {
      fill(table, waiting("正在读表格……"));
      const reply = await call("preview_sheet", { ...file, year: year.value });
      state.lines = reply.error ? [] : reply.lines.map((line) => this.line(line));
      fill(table, reply.error ? refusal(reply) : this.table(state.lines));
    };
    year.addEventListener("change", look);
    look();
    const names = el("datalist", { id: "zb-ledger-names" }, this.hooks.names().map((name) => el("option", { value: name })));
    const answer = await ask(
      `导入“${file.name}”`,
      el("div", { class: "zb-sheet" }, el("label", { class: "zb-year-line" }, "这张表是哪一年的数：", year), names, table),
      [["", "取消"], ["yes", "导入", "primary"]],
    );
    if (answer === "yes") await this.take(file, year.value, state.lines);
  }

  async take(file, year, lines) {
    const choices = {};
    lines.forEach((line, place) => {
      const choice = line.choice();
      if (choice !== null) choices[place] = choice;
    });
    const reply = await call("take_sheet", { ...file, year, choices, who: worker() });
    this.said.hidden = false;
    fill(
      this.said,
      reply.error
        ? el("b", {}, `没有导入：${reply.error}${reply.hint || ""}`)
        : [el("b", {}, reply.summary), reply.remarks.map((one) => el("div", {}, one))],
      el(
        "button",
        { type: "button", class: "zb-toast-close", "aria-label": "关闭", onclick: () => (this.said.hidden = true) },
        "×",
      ),
    );
    await this.hooks.taken();
  }

  table(lines) {
    const heads = ["导入", "表里的名称", "数", "归入台账指标", "台账已有", "依据"];
    const fresh = lines.filter((line) => line.data.indicator === "").length;
    const words = `读到 ${lines.length} 项：${lines.length - fresh} 项归入已有指标，${fresh} 项是新指标。可以改“归入”一栏。`;
    return [
      el("p", { class: "zb-note" }, words),
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col", class: name === "数" || name === "台账已有" ? "number" : "" }, name)))),
        el("tbody", {}, lines.map((line) => line.node)),
      ),
    ];
  }

  line(data) {
    const suggested = data.indicator || data.given;
    const tick = el("input", { type: "checkbox", "aria-label": `导入 ${data.given}` });
    tick.checked = true;
    const name = el("input", {
      type: "text",
      list: "zb-ledger-names",
      value: suggested,
      maxlength: "60",
      "aria-label": `${data.given} 归入台账指标`,
    });
    tick.addEventListener("change", () => (name.disabled = !tick.checked));
    const over = data.before && data.before !== data.text;
    const node = el(
      "tr",
      { class: data.indicator ? "" : "fresh" },
      el("td", {}, tick),
      el("td", {}, data.given),
      el("td", { class: "number" }, data.text, data.unit && /[\d余多]$/.test(data.text) ? data.unit : ""),
      el("td", {}, name),
      el("td", { class: over ? "number over" : "number" }, over ? `${data.before} → 换成新数` : data.before || "—"),
      el("td", { class: "why" }, data.indicator ? data.why : "新指标"),
    );
    const choice = () => {
      if (!tick.checked) return "";
      const wanted = name.value.trim();
      return wanted && wanted !== suggested ? wanted : null;
    };
    return { node, data, choice };
  }
}

function refusal(reply) {
  return el("p", { class: "zb-refused" }, `${reply.error}${reply.hint || ""}`);
}
