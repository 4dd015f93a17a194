// The ledger page: all indicators, what is still empty, names to settle, promises.

const book = element.querySelector(".zb-ledger");
const YEARS_AT_FIRST = window.innerWidth < 1200 ? 3 : 4;
const page = { tab: "all", data: null, everyYear: false };

const tabs = el("div", { class: "zb-page-tabs", role: "tablist", "aria-label": "台账" });
const view = el("div", { class: "zb-view", role: "tabpanel" });
const gridRoot = el("div", { class: "zb-grid" });
const names = new SameNames({ changed: () => reload() });
const proposed = new ProposedNames({ changed: () => reload() });
const promises = new Promises();
const latest = newest();
const sheet = new SheetImport("从数据表导入（.xlsx）", {
  year: () => page.data.year,
  names: () => page.data.rows.map((row) => row.indicator),
  taken: () => reload(),
});
const grid = new FigureGrid(gridRoot, {
  saved: (row, column, note) => offerPlaces(row, column, note),
  pick: (row) => trigger("pick", { indicator: row.indicator, unit: row.unit }),
  added: () => reload(),
  extra: () => (page.tab === "all" ? yearsButton() : null),
});

function yearsButton() {
  const more = page.data.columns.length - YEARS_AT_FIRST;
  if (more <= 0) return null;
  const toggle = () => {
    page.everyYear = !page.everyYear;
    drawTab();
  };
  const words = page.everyYear ? `只看近 ${YEARS_AT_FIRST} 年` : `显示更早的 ${more} 年`;
  return el("button", { type: "button", class: "zb-button small", onclick: toggle }, words);
}

const empty = (row) => !row.cells[String(page.data.year)];

const TABS = {
  all: () => `全部指标 ${page.data.rows.length}`,
  missing: () => `${page.data.year}年未填 ${page.data.rows.filter(empty).length}`,
  names: () => `名称待确认 ${page.data.waiting}`,
  promises: () => "承诺清单",
  proposed: () => (page.data.model ? "模型提名" : ""),
};

function drawTabs() {
  const shown = Object.entries(TABS).filter(([, label]) => label());
  const choose = (name) => {
    page.tab = name;
    drawTabs();
    drawTab();
    tabs.querySelector(".on").focus();
  };
  const step = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const at = shown.findIndex(([name]) => name === page.tab);
    choose(shown[(at + by + shown.length) % shown.length][0]);
  };
  fill(
    tabs,
    shown.map(([name, label]) =>
      el(
        "button",
        {
          type: "button",
          role: "tab",
          class: name === page.tab ? "on" : "",
          "aria-selected": String(name === page.tab),
          tabindex: name === page.tab ? "0" : "-1",
          onclick: () => choose(name),
          onkeydown: step,
        },
        label(),
      ),
    ),
  );
}

function drawTab() {
  if (page.tab === "all" || page.tab === "missing") {
    fill(view, page.data.rows.length ? gridRoot : nothingYet());
    if (page.data.rows.length) grid.show(gridData());
  }
  if (page.tab === "names") {
    fill(view, names.node);
    names.load();
  }
  if (page.tab === "promises") {
    fill(view, promises.node);
    promises.load(page.data.reports);
  }
  if (page.tab === "proposed") fill(view, proposed.node);
}

// In the list of gaps last year's value stands beside the field, those that had one first.
function gridData() {
  const { columns, rows, year } = page.data;
  if (page.tab === "all") {
    return { columns: page.everyYear ? columns : columns.slice(0, YEARS_AT_FIRST), rows, count: "" };
  }
  const last = String(year - 1);
  const two = [
    { key: last, year: year - 1, title: `${year - 1}年（上年）`, editable: false },
    { key: String(year), year, title: `${year}年（填这里）`, editable: true },
  ];
  const gaps = rows.filter(empty);
  const had = gaps.filter((row) => row.cells[last]);
  return { columns: two, rows: [...had, ...gaps.filter((row) => !row.cells[last])], count: String(year) };
}

function nothingYet() {
  return el(
    "div",
    { class: "zb-empty" },
    el("p", {}, "台账还是空的。有数据表的，点右上方“从数据表导入”。"),
    page.data.past
      ? [el("p", {}, "也可以从资料库里的往年报告读出各年的数："), pastButton("primary")]
      : el("p", {}, "往年报告上传到", el("a", { class: "zb-link", href: "library" }, "资料库"), "以后，也可以从里面读出各年的数。"),
  );
}

function pastButton(kind) {
  if (!page.data.past) return null;
  const read = async (event) => {
    event.target.disabled = true;
    const reply = await call("read_past", {});
    event.target.disabled = false;
    if (failed(reply)) return;
    const waiting = reply.waiting ? `有 ${reply.waiting} 个名称待确认。` : "";
    toast(`看了 ${reply.reports} 份往年报告，补填 ${reply.values} 个数。`, `已填的数没有动。${waiting}`, "good");
    await reload();
  };
  const title = "只补空着的年份，已填的数不动";
  return el("button", { type: "button", class: `zb-button ${kind}`, title, onclick: read }, "从往年报告补填");
}

async function bringBack(row) {
  if (failed(await call("bring_back", { id: row.id }))) return;
  toast(`已恢复“${row.name}”。`, "", "good");
  await reload();
}

function removedLine() {
  const { removed } = page.data;
  if (!removed.length) return null;
  const line = (row) =>
    el(
      "li",
      {},
      `${row.name}（${row.years} 年的数） `,
      el("button", { type: "button", class: "zb-link", onclick: () => bringBack(row) }, "恢复"),
    );
  return el("details", { class: "zb-removed" }, el("summary", {}, `已删去的指标 ${removed.length}`), el("ul", {}, removed.map(line)));
}

async function reload() {
  const reply = await latest(call("load_rows", {}));
  if (!reply || failed(reply)) return;
  page.data = reply;
  if (!TABS[page.tab]()) page.tab = "all";
  const tools = el("div", { class: "zb-tool-line" }, sheet.button, reply.rows.length ? pastButton("") : null);
  fill(book, el("div", { class: "zb-book-head" }, tabs, tools), sheet.said, view, removedLine());
  drawTabs();
  drawTab();
}

const ledgerChanged = () => {
  if (element.isConnected) reload();
  else document.removeEventListener("zhubi:ledger", ledgerChanged);
};
document.addEventListener("zhubi:ledger", ledgerChanged);
watch("value", () => props.value && reload());
if (props.value) reload();
