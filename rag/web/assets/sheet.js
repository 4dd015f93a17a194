// A figure sheet: chosen, looked at line by line, entered, and taken back if it was wrong.

class SheetImport {
  // hooks: year() to begin with; names() of the ledger; taken() after an import. With ``fixed``
  // the year is the report's and cannot be changed here.
  constructor(label, hooks) {
    this.hooks = hooks;
    this.said = el("div", { class: "zb-said", role: "status", hidden: true });
    this.button = fileButton(label, ".xlsx,.csv", "zb-sheet-in", (file) => this.open(file));
  }

  async open(file) {
    const year = el("input", { type: "number", value: String(this.hooks.year()), min: "1949", max: "2100" });
    const table = el("div", { class: "zb-sheet-lines" });
    const state = { lines: [] };
    const latest = newest();
    const ready = (can) => {
      const confirm = table.closest("dialog")?.querySelector(".primary");
      if (confirm) confirm.disabled = !can;
    };
    const look = async () => {
      state.lines = [];
      ready(false);
      fill(table, waiting("正在读表格……"));
      const reply = await latest(call("preview_sheet", { ...file, year: year.value }));
      if (!reply) return;
      state.lines = reply.error ? [] : reply.lines.map((line) => this.line(line));
      fill(table, reply.error ? refusal(reply) : this.table(state.lines, reply.left));
      ready(state.lines.length > 0);
    };
    year.addEventListener("change", look);
    setTimeout(look, 0);
    const names = el("datalist", { id: "zb-ledger-names" }, this.hooks.names().map((name) => el("option", { value: name })));
    const which = this.hooks.fixed
      ? el("p", { class: "zb-note" }, `作为 ${this.hooks.year()} 年的数填入。先看一遍，确认以后才会写进台账。`)
      : el("label", { class: "zb-year-line" }, "这张表是哪一年的数：", year);
    const answer = await ask(`导入“${file.name}”`, el("div", { class: "zb-sheet" }, which, names, table), [
      ["", "取消"],
      ["yes", "确认填入", "primary"],
    ]);
    if (answer === "yes" && state.lines.length) await this.take(file, year.value, state.lines);
  }

  async take(file, year, lines) {
    const choices = {};
    lines.forEach((line, place) => {
      const choice = line.choice();
      if (choice !== null) choices[place] = choice;
    });
    const reply = await call("take_sheet", { ...file, year, choices, who: worker() });
    this.tell(
      reply.error
        ? el("b", {}, `没有导入：${reply.error}${reply.hint || ""}`)
        : [el("b", {}, reply.summary), this.undo(reply.undo), reply.remarks.map((one) => el("div", {}, one))],
    );
    await this.hooks.taken();
  }

  undo(key) {
    const run = async () => {
      const reply = await call("undo_sheet", { undo: key, who: worker() });
      if (failed(reply)) return;
      const words = reply.values ? `${reply.values} 个数退回原样。` : "台账与导入前一样。";
      this.tell(el("b", {}, `已撤销这次导入，${words}`));
      await this.hooks.taken();
    };
    return el("button", { type: "button", class: "zb-button small zb-sheet-undo", onclick: run }, "撤销这次导入");
  }

  tell(...content) {
    this.said.hidden = false;
    const close = () => (this.said.hidden = true);
    fill(
      this.said,
      ...content,
      el("button", { type: "button", class: "zb-toast-close", "aria-label": "关闭", onclick: close }, "×"),
    );
  }

  table(lines, left) {
    const heads = ["导入", "表里的名称", "数", "归入台账指标", "台账已有", "依据"];
    const count = (kind) => lines.filter((line) => line.kind === kind).length;
    const words = [
      `读到 ${lines.length} 项`,
      count("same") ? `${count("same")} 项名称一致` : "",
      count("told") ? `${count("told")} 项写法不同、上年的数相同` : "",
      count("near") ? `${count("near")} 项只是名称相近，请核对` : "",
      count("fresh") ? `${count("fresh")} 项台账里没有，会新加` : "",
    ];
    // What a person has to look at stands first.
    const ordered = ["near", "fresh", "told", "same"].flatMap((kind) => lines.filter((line) => line.kind === kind));
    return [
      el("p", { class: "zb-note" }, `${words.filter(Boolean).join("，")}。不对的可以改“归入”一栏，或去掉勾。`),
      left.length
        ? el(
            "details",
            { class: "zb-sheet-left", open: left.length <= 3 },
            el("summary", {}, `另有 ${left.length} 项不会填入`),
            el("ul", {}, left.map((one) => el("li", {}, one))),
          )
        : null,
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col", class: name === "数" || name === "台账已有" ? "number" : "" }, name)))),
        el("tbody", {}, ordered.map((line) => line.node)),
      ),
    ];
  }

  line(data) {
    const suggested = data.indicator || data.given;
    const kind = kindOf(data);
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
    const why = { fresh: "新指标", near: "名称相近，请核对" }[kind] || data.why;
    const node = el(
      "tr",
      { class: kind },
      el("td", {}, tick),
      el("td", {}, data.given),
      el("td", { class: "number" }, data.text, data.unit && /[\d余多]$/.test(data.text) ? data.unit : ""),
      el("td", {}, name),
      el("td", { class: over ? "number over" : "number" }, over ? `${data.before} → 换成新数` : data.before || "—"),
      el("td", { class: "why" }, why),
    );
    const choice = () => {
      if (!tick.checked) return "";
      const wanted = name.value.trim();
      return wanted && wanted !== suggested ? wanted : null;
    };
    return { node, data, kind, choice };
  }
}

// The same name, another one told by last year's value, one that is only alike, or a new one.
function kindOf({ indicator, why }) {
  if (!indicator) return "fresh";
  return { 名称相同: "same", 名称相近: "near" }[why] || "told";
}

function refusal(reply) {
  return el("p", { class: "zb-refused" }, `${reply.error}${reply.hint || ""}`);
}
