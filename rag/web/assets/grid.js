// The figure grid: one line an indicator, one column a year; a cell saves when it is left.

const root = element.querySelector(".zb-grid");
const grid = { data: null, query: "", onlyEmpty: false };

const rowMatches = (row) => {
  const words = `${row.indicator} ${row.section} ${row.unit}`;
  return (
    (!grid.query || words.includes(grid.query)) &&
    (!grid.onlyEmpty || !grid.data.count || !row.cells[grid.data.count])
  );
};

function countLine() {
  const { rows, count } = grid.data;
  if (!count) return `共 ${rows.length} 项指标`;
  const missing = rows.filter((row) => !row.cells[count]).length;
  return missing ? `还有 ${missing} 项未填（共 ${rows.length} 项）` : `${rows.length} 项已全部填好`;
}

function draw() {
  const search = el("input", {
    type: "search",
    class: "zb-search",
    placeholder: "查找指标",
    "aria-label": "查找指标",
    value: grid.query,
    oninput: (event) => {
      grid.query = event.target.value.trim();
      if (!event.isComposing) drawRows();
    },
  });
  const only = el("input", {
    type: "checkbox",
    onchange: (event) => {
      grid.onlyEmpty = event.target.checked;
      drawRows();
    },
  });
  only.checked = grid.onlyEmpty;
  fill(
    root,
    el(
      "div",
      { class: "zb-grid-bar" },
      el("b", { class: "zb-count" }, countLine()),
      el("span", { class: "zb-gap" }),
      grid.data.count ? el("label", {}, only, " 只看未填的") : null,
      search,
    ),
    el("div", { class: "zb-grid-body" }),
    grid.data.columns.some((column) => column.editable) ? addLine() : null,
  );
  drawRows();
}

// The innermost heading: the path to it is long and the same for many.
const partName = (section) => section.split(/[/›]/).pop().trim() || "开头及其他";

function drawRows() {
  const rows = grid.data.rows.filter(rowMatches);
  const head = el(
    "tr",
    {},
    ["指标", "单位"].map((name) => el("th", {}, name)),
    grid.data.columns.map((column) => el("th", { class: "value" }, column.title)),
    el("th", {}, ""),
  );
  const lines = [];
  let section = null;
  for (const row of rows) {
    if (row.section !== section) {
      section = row.section;
      const span = 3 + grid.data.columns.length;
      lines.push(el("tr", { class: "part" }, el("td", { colspan: span }, partName(section))));
    }
    lines.push(line(row));
  }
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, lines));
  fill(
    root.querySelector(".zb-grid-body"),
    rows.length ? table : el("p", { class: "zb-empty" }, "没有符合的指标。"),
  );
}

function line(row) {
  const note = el("td", { class: "note" });
  const cells = grid.data.columns.map((column) =>
    el(
      "td",
      { class: "value" },
      column.editable ? field(row, column, note) : row.cells[column.key] || "—",
    ),
  );
  return el(
    "tr",
    { title: row.source || null },
    el("td", { class: "name" }, row.indicator),
    el("td", { class: "unit" }, row.unit),
    cells,
    note,
  );
}

function field(row, column, note) {
  const input = el("input", {
    type: "text",
    value: row.cells[column.key] || "",
    "aria-label": `${row.indicator} ${column.year}年`,
    autocomplete: "off",
    maxlength: "40",
  });
  input.classList.toggle("filled", Boolean(input.value));
  const soon = later(900, () => save());
  const save = async () => {
    soon.cancel();
    const value = input.value.trim();
    if (value === (row.cells[column.key] || "")) return;
    tell("正在保存…", "");
    const reply = await call("set_cell", {
      indicator: row.indicator,
      unit: row.unit,
      year: column.year,
      value,
      who: remembered("zhubi-name", ""),
    });
    if (reply.error) {
      tell(`${reply.error}${reply.hint || ""}`, "bad");
      return;
    }
    row.cells[column.key] = reply.value;
    if (document.activeElement !== input) input.value = reply.value;
    input.classList.toggle("filled", Boolean(reply.value));
    tell(reply.value ? "已保存" : "已清空", "good");
    root.querySelector(".zb-count").textContent = countLine();
  };
  const tell = (words, kind) => {
    note.textContent = words;
    note.className = `note ${kind}`;
    input.classList.toggle("bad", kind === "bad");
  };
  input.addEventListener("input", (event) => event.isComposing || soon());
  input.addEventListener("blur", save);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...root.querySelectorAll(`input[aria-label$=" ${column.year}年"]`)];
    const next = all[all.indexOf(input) + step];
    if (next) {
      next.focus();
      next.select();
    } else input.blur();
  });
  return input;
}

function addLine() {
  const column = grid.data.columns.find((one) => one.editable);
  const name = el("input", { type: "text", placeholder: "新指标名称", maxlength: "60" });
  const value = el("input", { type: "text", placeholder: `${column.year}年数值，如 264次`, maxlength: "40" });
  const add = async () => {
    if (!name.value.trim() || !value.value.trim()) {
      toast("请填写指标名称和数值。", "例如“集中学习”和“12次”。");
      return;
    }
    const reply = await call("set_cell", {
      indicator: name.value,
      value: value.value,
      year: column.year,
      who: remembered("zhubi-name", ""),
    });
    if (failed(reply)) return;
    toast(`已添加“${reply.indicator}”。`, "", "good");
    await reload();
  };
  return el(
    "div",
    { class: "zb-grid-add" },
    "添加指标：",
    name,
    value,
    el("button", { type: "button", class: "zb-button", onclick: add }, "添加"),
  );
}

async function reload() {
  const reply = await call("load_rows", props.value || {});
  if (failed(reply)) return;
  grid.data = reply;
  draw();
}

watch("value", () => props.value && reload());
if (props.value) reload();
