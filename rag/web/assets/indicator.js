// One indicator beside the ledger: its years, who entered what, its name, its removal.

const panel = element.querySelector(".zb-indicator");

const latest = newest();
const changedLedger = () => document.dispatchEvent(new CustomEvent("zhubi:ledger"));

function yearsTable(view) {
  const line = (point) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, `${point.year}年`),
      el("td", { class: "number" }, point.text),
      el("td", {}, point.change, point.formula ? el("small", {}, point.formula) : null),
    );
  const notes = new Set(view.points.map((point) => point.note).filter(Boolean));
  return [
    el("table", { class: "zb-figures" }, el("tbody", {}, [...view.points].reverse().map(line))),
    [...notes].map((note) => el("p", { class: "zb-note" }, `${note}。`)),
  ];
}

function entryLine(view, entry) {
  const at = entry.at ? new Date(entry.at) : null;
  const when = at ? `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}` : "";
  const restore = async () => {
    const asked = { indicator: view.indicator, unit: view.unit, year: entry.year, number: entry.number };
    const reply = await call("restore_value", { ...asked, who: worker() });
    if (failed(reply)) return;
    draw(reply);
    changedLedger();
    toast(`${entry.year}年已恢复为“${entry.text}”。`, "", "good");
  };
  return el(
    "li",
    { class: entry.current ? "current" : "" },
    el("b", {}, `${entry.year}年　`, el(entry.withdrawn ? "s" : "span", {}, entry.text)),
    el("span", {}, `${entry.withdrawn ? "清空" : "填写"}　${entry.by || "未署名"}　${when}`),
    entry.source ? el("q", {}, entry.source) : null,
    entry.current
      ? el("em", {}, "现在用的")
      : el("button", { type: "button", class: "zb-link", onclick: restore }, "恢复这个数"),
  );
}

async function rename(view) {
  const input = el("input", { type: "text", value: view.indicator, maxlength: "60" });
  const body = el("label", { class: "zb-field" }, el("span", {}, "指标名称"), input);
  const answer = await ask("给指标改名", body, [["", "取消"], ["yes", "改名", "primary"]]);
  if (answer !== "yes" || input.value.trim() === view.indicator) return;
  const reply = await call("rename_indicator", { indicator: view.indicator, unit: view.unit, name: input.value });
  if (failed(reply)) return;
  draw(reply);
  changedLedger();
}

// Two rows that are one indicator: this one's values go to the other where it has none.
async function joinRows(view) {
  const others = await call("other_rows", { indicator: view.indicator, unit: view.unit });
  if (failed(others)) return;
  const { rows } = others;
  if (!rows.length) {
    toast("没有单位相同的其他指标。", "");
    return;
  }
  const input = el("input", { type: "text", list: "zb-other-rows", maxlength: "60", placeholder: "输入或选择另一项指标" });
  const body = el(
    "label",
    { class: "zb-field" },
    el("span", {}, `“${view.indicator}”的各年数并入（那一项已有数的年份不动）：`),
    input,
    el("datalist", { id: "zb-other-rows" }, rows.map((name) => el("option", { value: name }))),
  );
  const answer = await ask("并入另一项指标", body, [["", "取消"], ["yes", "并入", "primary"]]);
  if (answer !== "yes") return;
  const other = input.value.trim();
  if (!rows.includes(other)) {
    toast(other ? `没有并入：单位相同的指标里没有“${other}”。` : "没有并入：没有选另一项指标。", "请从列出的名称中选一项。");
    return;
  }
  const pair = { name: view.indicator, indicator: other, who: worker() };
  const reply = await call("confirm_name", pair);
  if (failed(reply)) return;
  changedLedger();
  trigger("show", { indicator: reply.indicator, unit: view.unit });
  toast(`“${pair.name}”已并入“${reply.indicator}”。`, "以后两个名称都认作这一项。", "good", {
    label: "撤销",
    run: async () => {
      if (!failed(await call("reopen_name", pair))) changedLedger();
    },
  });
}

async function remove(view) {
  const reply = await call("remove_indicator", { indicator: view.indicator, unit: view.unit });
  if (failed(reply)) return;
  fill(panel);
  changedLedger();
  trigger("shut", {});
  toast(`已从台账删去“${view.indicator}”。`, "各年的数和历史都还在。", "good", {
    label: "撤销",
    run: async () => {
      if (failed(await call("bring_back", { id: reply.id }))) return;
      changedLedger();
    },
  });
}

function draw(view) {
  const button = (label, act) =>
    el("button", { type: "button", class: "zb-button small", onclick: act }, label);
  fill(
    panel,
    el(
      "header",
      {},
      el("h3", { tabindex: "-1" }, view.unit ? `${view.indicator}（${view.unit}）` : view.indicator),
      el("small", {}, view.section.split(/[/›]/).pop().trim()),
      el(
        "div",
        { class: "zb-tool-line" },
        button("改名", () => rename(view)),
        button("并入另一项", () => joinRows(view)),
        button("删去", () => remove(view)),
        button("收起", () => trigger("shut", {})),
      ),
    ),
    view.points.length ? yearsTable(view) : el("p", { class: "zb-empty" }, "还没有填过数。"),
    view.history.length ? el("h4", {}, "填写历史") : null,
    el("ol", { class: "zb-history" }, view.history.map((entry) => entryLine(view, entry))),
  );
}

async function reload() {
  const value = props.value;
  if (!value || !value.indicator) {
    fill(panel);
    return;
  }
  const asked = { indicator: value.indicator, unit: value.unit };
  const reply = await latest(call("open_indicator", asked));
  if (!reply || failed(reply)) return;
  draw(reply);
  panel.querySelector("h3").focus({ preventScroll: true });
}

watch("value", reload);
reload();
