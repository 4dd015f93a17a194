// The library's table: open a document, remove it; follows the background indexing.

const shelf = element.querySelector(".zb-library");
let documents = [];
let limits = { kinds: [], most: 50 };
let timer = 0;
const latest = newest();

async function remove(entry) {
  const words = `“${entry.title}”将不再用于查找和起草。原文件不受影响，以后可以重新上传。`;
  const answer = await ask("移除这份文件？", words, [["", "取消"], ["yes", "移除", "stop"]]);
  if (!answer) return;
  const reply = await call("remove_document", { document: entry.id });
  if (failed(reply)) return;
  toast(`已移除“${entry.title}”。`, "", "good");
  reload();
}

async function retry(entry) {
  const reply = await call("retry_document", { document: entry.id });
  if (failed(reply)) return;
  toast(`已重新读取“${entry.file}”。`, "", "good");
  reload();
}

function stateCell(entry) {
  const kind = entry.error ? "bad" : entry.state === "已完成" ? "good" : "calc";
  return el(
    "td",
    {},
    el("span", { class: `zb-badge ${kind}` }, entry.state),
    entry.error ? el("div", { class: "zb-card-line" }, entry.error) : null,
    ...entry.similar.map((words) => el("div", { class: "zb-card-line" }, words)),
  );
}

function line(entry) {
  const open = () => openReader({ document: entry.id });
  return el(
    "tr",
    {},
    el(
      "td",
      { class: "name" },
      el("button", { type: "button", class: "zb-link", onclick: open }, entry.title),
      el("small", {}, entry.file),
    ),
    el("td", {}, entry.year ? `${entry.year}年` : "—"),
    el("td", {}, entry.kind),
    el("td", { class: "number" }, String(entry.passages)),
    el("td", { class: "number" }, String(entry.figures)),
    stateCell(entry),
    el(
      "td",
      { class: "actions" },
      entry.passages
        ? el("button", { type: "button", class: "zb-button small", onclick: open }, "打开")
        : el("button", { type: "button", class: "zb-button small", onclick: () => retry(entry) }, "重试"),
      el("button", { type: "button", class: "zb-button small", onclick: () => remove(entry) }, "移除"),
    ),
  );
}

function draw() {
  const heads = ["文件", "年份", "类型", "段落", "数字", "状态", ""];
  const table = el(
    "table",
    {},
    el("thead", {}, el("tr", {}, heads.map((name) => el("th", {}, name)))),
    el("tbody", {}, documents.map(line)),
  );
  const empty = el("p", { class: "zb-empty" }, "资料库还是空的。先上传上年的报告，再上传今年的政策文件和通知；然后到“写报告”新建今年的报告。");
  fill(shelf, documents.length ? table : empty);
}

async function reload() {
  clearTimeout(timer);
  const reply = await latest(call("list_documents", {}));
  if (!reply) return;
  if (reply.offline || !failed(reply)) {
    documents = reply.documents || documents;
    if (reply.kinds) limits = reply;
    draw();
  }
  const working = documents.some((entry) => entry.state === "文本可查");
  if (element.isConnected && working) timer = setTimeout(reload, 4000);
}

const uploads = new Uploads({ limits: () => limits, added: () => reload() });
fill(element.querySelector(".zb-uploads"), uploads.node);
listenToDrops(uploads);
watch("value", reload);
reload();
