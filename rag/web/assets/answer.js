// An answer with numbered sources, and the questions asked before.

const box = element.querySelector(".zb-answer");

// The answer's text with each [n] that names a source as a button.
function answerText(value) {
  const sources = new Map((value.citations || []).map((one) => [String(one.n), one]));
  return value.text.split("\n").map((paragraph) => {
    const parts = paragraph.split(/(\[\d+\])/).map((part) => {
      const number = /^\[(\d+)\]$/.exec(part);
      const source = number && sources.get(number[1]);
      return source ? sourceButton(source) : part;
    });
    return el("p", {}, parts);
  });
}

// A figure from the ledger opens the ledger, everything else the passage in its document.
const inLedger = (source) => !source.passage && !source.document;

function open(source) {
  if (inLedger(source)) {
    window.location.assign("ledger");
    return;
  }
  openReader({ passage: source.passage, document: source.document, quote: source.quote });
}

function sourceButton(source) {
  const title = `${source.title}：${source.quote}`;
  return el(
    "button",
    { type: "button", class: "zb-cite", title, onclick: () => open(source) },
    `[${source.n}]`,
  );
}

function sourceCard(source) {
  return el(
    "button",
    { type: "button", class: "zb-source", onclick: () => open(source) },
    el("b", {}, `[${source.n}]　${source.title}`),
    source.section ? el("small", {}, source.section) : null,
    el("span", {}, source.quote),
    el("em", {}, inLedger(source) ? "打开台账 ›" : "打开原文 ›"),
  );
}

function figureTable(figures) {
  const lines = figures.map((figure) =>
    el(
      "tr",
      {},
      [figure.year ? `${figure.year}年` : "", figure.indicator, figure.value, figure.document].map(
        (cell) => el("td", {}, cell),
      ),
    ),
  );
  const head = ["年份", "指标", "数值", "出自"].map((name) => el("th", {}, name));
  return el("table", { class: "zb-figures" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, lines));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    const area = el("textarea", { class: "zb-offscreen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast("已复制。", "", "good");
}

function withSources(value) {
  const sources = (value.citations || []).map((one) => `[${one.n}] ${one.title}　${one.section}`);
  return [value.text, ...(sources.length ? ["", "来源：", ...sources] : [])].join("\n");
}

function choice(label, options) {
  const select = el("select", {}, options);
  return { select, field: el("label", { class: "zb-choice" }, label, select) };
}

const option = (one, name) => el("option", { value: String(one.id) }, name);

// The answer goes behind a section's text; its sources go with it.
async function insert(value) {
  const targets = await call("draft_targets", {});
  if (failed(targets)) return;
  if (!targets.reports.length) {
    toast("还没有正在写的报告。", "请先在“写报告”里新建一份。");
    return;
  }
  const report = choice("报告", targets.reports.map((one) => option(one, one.title)));
  const section = choice("章节", []);
  const chosen = () => targets.reports.find((one) => String(one.id) === report.select.value);
  // The section last worked on is the likely one.
  const list = () => {
    fill(section.select, chosen().sections.map((one) => option(one, one.name)));
    const last = remembered(`zhubi-section-${report.select.value}`, null);
    if (chosen().sections.some((one) => one.id === last)) section.select.value = String(last);
  };
  report.select.addEventListener("change", list);
  list();
  const body = el("div", {}, el("p", {}, "回答会接在这一节的后面，出处一并保存。"), report.field, section.field);
  const pressed = await ask("放入草稿", body, [["", "取消"], ["yes", "放入", "primary"]]);
  if (pressed !== "yes") return;
  const reply = await call("insert_answer", {
    question: value.id,
    report: Number(report.select.value),
    section: Number(section.select.value),
    who: worker(),
  });
  if (failed(reply)) return;
  remember(`zhubi-section-${report.select.value}`, Number(section.select.value));
  toast(`已放入“${reply.section}”，存为第${reply.version}版。`, "到“写报告”的草稿里可以看到，来源列在正文下面。", "good");
}

// There is something to stop only while an answer grows.
function stopButton() {
  const stop = document.querySelector("#zb-ask-stop");
  const value = props.value;
  if (stop) stop.disabled = !value || !value.question || value.done;
}

// Esc is the stop button, unless it closes a window.
function listenToEscape(event) {
  if (!element.isConnected) {
    document.removeEventListener("keydown", listenToEscape);
    return;
  }
  if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
  const stop = document.querySelector("#zb-ask-stop");
  if (stop && !stop.disabled) stop.click();
}

function actionsFor(value) {
  const button = (label, run) => el("button", { type: "button", class: "zb-button", onclick: run }, label);
  if (value.failed) return [button("再问一次", () => document.querySelector("#zb-send").click())];
  return [
    button("复制回答", () => copy(withSources(value))),
    value.id && !value.refused ? button("放入草稿", () => insert(value)) : null,
  ];
}

// A library without a file answers nothing: say so before somebody asks.
async function beforeAsking() {
  const reply = await call("library_state", {});
  if (!reply.empty || (props.value && props.value.question)) return;
  const link = el("a", { class: "zb-link", href: "library" }, "资料库");
  fill(box, el("p", { class: "zb-empty" }, "资料库还是空的，提问得不到回答。请先到", link, "上传往年的报告、政策文件和通知。"));
}

function drawAnswer() {
  const value = props.value;
  stopButton();
  if (!value || !value.question) {
    fill(box);
    beforeAsking();
    return;
  }
  const sources = value.citations || [];
  const figures = value.figures || [];
  fill(
    box,
    el("div", { class: "zb-asked" }, value.question),
    el(
      "div",
      { class: `zb-answer-text ${value.refused || value.failed ? "refused" : ""} ${value.done ? "" : "running"}` },
      value.text ? answerText(value) : el("p", { class: "zb-empty" }, "正在查找……（按 Esc 停止）"),
    ),
    (value.notices || []).map((notice) => el("p", { class: "zb-note" }, notice)),
    figures.length ? figureTable(figures) : null,
    sources.length
      ? el("div", {}, el("h4", {}, value.refused ? "最接近的材料" : "来源"), sources.map(sourceCard))
      : null,
    value.done ? el("div", { class: "zb-card-actions" }, actionsFor(value)) : null,
  );
}

document.addEventListener("keydown", listenToEscape);
watch("value", drawAnswer);
drawAnswer();
setTimeout(stopButton, 500);
