// The figure form of a report: last year's values beside this year's fields, and the sheets that
// fill it.

const root = element.querySelector(".zb-form");
const gridRoot = el("div", { class: "zb-grid" });
const latest = newest();
let data = null;

const sheet = new SheetImport("上传数据表（.xlsx）填入", {
  fixed: true,
  year: () => data.year,
  names: () => data.rows.map((row) => row.indicator),
  taken: () => reload(),
});
const form = new FigureGrid(gridRoot, {
  saved: (row, column, note) => offerPlaces(row, column, note),
  added: () => reload(),
});

async function fetchSheet(button) {
  button.disabled = true;
  const reply = await call("empty_sheet", { report: props.value.report });
  button.disabled = false;
  if (!failed(reply)) fetchFile(reply);
}

function tools() {
  const fetching = (event) => fetchSheet(event.target);
  return el(
    "div",
    { class: "zb-tool-line" },
    sheet.button,
    el("button", { type: "button", class: "zb-button zb-get-sheet", onclick: fetching }, "下载空表发给同事"),
  );
}

async function reload() {
  if (!props.value || !props.value.report) {
    fill(root, el("p", { class: "zb-work-empty" }, "先在第一步选择或新建一份报告。"));
    return;
  }
  const reply = await latest(call("load_rows", props.value));
  if (!reply || failed(reply)) return;
  data = reply;
  if (!gridRoot.isConnected) fill(root, tools(), sheet.said, gridRoot);
  form.show(reply);
}

watch("value", () => props.value && reload());
reload();
