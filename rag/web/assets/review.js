// What the checks found in the whole report, how the file will look, and the file that comes back.

const review = element.querySelector(".zb-review");
const latest = newest();
const preview = new Preview();
const noteBook = new NoteBook({ go: (note) => jump(note) });
const wordBack = new WordBack({ adopted: () => reload() });

// The drafting desk opens the section and the place it finds here.
function jump(place) {
  remember(`zhubi-section-${props.value.report}`, place.section);
  remember("zhubi-jump", { section: place.section, start: place.start, end: place.end });
  trigger("jump", {});
}

async function ignore(finding, card) {
  const reply = await call("ignore_finding", {
    section: finding.section,
    finding,
    who: worker(),
  });
  if (failed(reply)) return;
  card.remove();
  toast("已忽略此处。", "", "good");
}

function card(finding) {
  const kind = { error: "bad", warning: "doubt", hint: "calc" }[finding.severity];
  const node = el(
    "div",
    { class: `zb-card ${kind}` },
    el(
      "div",
      { class: "zb-card-head" },
      el("span", { class: "zb-badge" }, finding.severityName),
      finding.text ? el("b", {}, `“${brief(finding.text)}”`) : null,
      el("small", {}, finding.sectionName),
    ),
    el("div", { class: "zb-card-line" }, finding.message),
    finding.evidence ? el("div", { class: "zb-card-line" }, `依据：${finding.evidence}`) : null,
    finding.suggestion ? el("div", { class: "zb-card-line" }, `建议：${finding.suggestion}`) : null,
    el(
      "div",
      { class: "zb-card-actions" },
      el("button", { type: "button", class: "zb-link", onclick: () => jump(finding) }, "去修改"),
      el("button", { type: "button", class: "zb-link", onclick: () => ignore(finding, node) }, "忽略此处"),
    ),
  );
  return node;
}

function unwritten(names) {
  const shown = names.slice(0, 3).map((name) => `“${name}”`);
  return `还有 ${names.length} 节没写：${shown.join("")}${names.length > 3 ? "等" : ""}`;
}

function summary(view) {
  const proved = view.numbers - view.unproved;
  const parts = [
    view.unproved
      ? el("b", { class: "bad" }, `${view.numbers} 个数字中有 ${view.unproved} 个没有依据或与台账不符`)
      : el("b", { class: "good" }, view.numbers ? `${proved} 个数字全部有依据` : "还没有数字"),
    view.blanks ? el("span", {}, `待填、待核 ${view.blanks} 处`) : null,
    view.empty.length ? el("span", {}, unwritten(view.empty)) : null,
  ];
  return el("div", { class: "zb-summary" }, parts);
}

// Blanks are counted in the summary and often many: folded, they do not bury what was found.
const isBlank = (finding) => /^【待[填核]/.test(finding.text);

function blankList(blanks, open) {
  return el(
    "details",
    { class: "zb-blanks", open },
    el("summary", {}, `待填、待核 ${blanks.length} 处`),
    el("div", { class: "zb-cards" }, blanks.map(card)),
  );
}

async function reload() {
  if (!props.value) return;
  const { report } = props.value;
  if (!report) {
    fill(review, el("p", { class: "zb-empty" }, "先在第一步选择或新建一份报告。"));
    return;
  }
  const view = await latest(call("load_findings", props.value));
  if (!view || failed(view)) return;
  const blanks = view.findings.filter(isBlank);
  const faults = view.findings.filter((finding) => !isBlank(finding));
  const list = faults.length ? faults.map(card) : el("p", { class: "zb-empty" }, "没有发现问题。");
  wordBack.open(report);
  noteBook.open(report);
  fill(
    review,
    el("div", { class: "zb-review-top" }, summary(view), wordBack.button),
    wordBack.node,
    el(
      "div",
      { class: "zb-review-columns" },
      el(
        "div",
        {},
        noteBook.node,
        el("h3", {}, `问题 ${faults.length}`),
        el("div", { class: "zb-cards" }, list),
        blanks.length ? blankList(blanks, !faults.length) : null,
      ),
      preview.node,
    ),
  );
  preview.show(report);
}

watch("value", reload);
reload();
