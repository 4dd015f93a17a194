// Marks: spans of a text with a class. The server counts code points, the page UTF-16 units.

const PROOF = {
  entered: "good",
  derived: "calc",
  quoted: "quote",
  fixed: "plain",
  date: "plain",
  stale: "bad",
  conflict: "bad",
  unsupported: "doubt",
};

function unitsOf(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (index) => index;
  const starts = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  return (index) => (index < starts.length ? starts[index] : at);
}

// The reply of a check as marks on the text it was made for. A blank 【待填…】 has its own mark and
// its own list: what is said about it, or about last year's value in it, would only repeat that.
function marksOf(reply, text) {
  const unit = unitsOf(text);
  const blanks = blanksOf(text);
  const free = (mark) => !blanks.some((blank) => mark.start >= blank.start && mark.end <= blank.end);
  const place = (item) => ({ start: unit(item.start), end: unit(item.end) });
  const links = reply.links.map((link) => ({
    ...place(link),
    kind: PROOF[link.status] || "plain",
    link,
  }));
  const findings = reply.findings.map((finding) => ({
    ...place(finding),
    kind: `finding-${finding.severity}`,
    finding,
  }));
  return { links: links.filter(free), findings: findings.filter(free) };
}

function shiftMark(mark, from, until, by) {
  if (mark.end <= from) return mark;
  if (mark.start >= until) return { ...mark, start: mark.start + by, end: mark.end + by };
  return null;
}

// Marks carried over from one text to another: what lies in the changed middle is dropped.
function shiftMarks(marks, before, after) {
  if (before === after) return marks;
  let from = 0;
  const least = Math.min(before.length, after.length);
  while (from < least && before[from] === after[from]) from += 1;
  let tail = 0;
  while (
    tail < least - from &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail += 1;
  }
  const until = before.length - tail;
  const by = after.length - before.length;
  const move = (list) =>
    list.map((mark) => shiftMark(mark, from, until, by)).filter((mark) => mark !== null);
  return { links: move(marks.links), findings: move(marks.findings) };
}

function blanksOf(text) {
  const found = [];
  for (const match of text.matchAll(/【待[填核][^】]*】?/g)) {
    found.push({ start: match.index, end: match.index + match[0].length, kind: "blank" });
  }
  return found;
}

// The locked sentences wherever they stand.
function lockedOf(text, sentences) {
  const found = [];
  for (const sentence of sentences) {
    const start = text.indexOf(sentence);
    if (start >= 0) found.push({ start, end: start + sentence.length, kind: "locked" });
  }
  return found;
}

// A remark on a whole passage stays in the panel: underlining it all would hide the numbers.
const WHOLE_PASSAGE = 40;
const underlined = (mark) =>
  mark.finding.severity === "error" || mark.end - mark.start <= WHOLE_PASSAGE;

// Write the text into the layer under the editor, cut at every mark's ends.
function paintMarks(layer, text, marks) {
  const all = [
    ...marks.links,
    ...marks.findings.filter(underlined),
    ...blanksOf(text),
    ...lockedOf(text, marks.locked || []),
    ...remarksIn(text, marks.remarks || []),
  ].filter((mark) => mark.start < mark.end && mark.end <= text.length);
  const cuts = new Set([0, text.length]);
  for (const mark of all) cuts.add(mark.start).add(mark.end);
  const places = [...cuts].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [start, end] = [places[i], places[i + 1]];
    const over = all.filter((mark) => mark.start <= start && mark.end >= end);
    const piece = text.slice(start, end);
    if (!over.length) {
      pieces.push(piece);
      continue;
    }
    const node = el("mark", { class: over.map((mark) => `zb-${mark.kind}`).join(" ") }, piece);
    node.marks = over;
    pieces.push(node);
  }
  // A last line break needs something behind it to have a height.
  fill(layer, ...pieces, "\u200b");
}

function evidenceLines(mark) {
  if (mark.finding) {
    const finding = mark.finding;
    return [`${finding.severityName}：${finding.message}`, finding.evidence, finding.suggestion];
  }
  if (mark.link) {
    const link = mark.link;
    const lead = link.indicator
      ? `${link.statusName}：${link.indicator}${link.year ? `（${link.year}年）` : ""}`
      : link.statusName;
    return [
      lead,
      link.formula ? `算法：${link.formula}` : "",
      link.evidence ? `依据：${link.evidence}` : "",
      link.expected ? `应为：${link.expected}` : "",
    ];
  }
  if (mark.kind === "remarked") return [`${mark.note.author || "未署名"}批注：${mark.note.text}`];
  if (mark.kind === "locked") return ["已锁定：规则和模型都不会改这一句。"];
  return ["这里还没有填。", "填好数字或核实后，删去【】。"];
}
