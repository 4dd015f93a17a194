// What leaders said in Word comments about places of the report, until each is dealt with.

// ``hooks``: go(note) shows its place, settle(note, done) keeps that it was dealt with.
function noteCard(note, hooks) {
  const link = (label, run) =>
    el(
      "button",
      {
        type: "button",
        class: "zb-link",
        onclick: (event) => {
          event.stopPropagation();
          run();
        },
      },
      label,
    );
  const place = [hooks.named ? note.sectionName : "", note.date].filter(Boolean).join("　");
  const lost = note.section && !note.placed && note.quote;
  const moved = note.placed && !note.exact;
  return el(
    "div",
    { class: `zb-card remarked ${note.done ? "done" : ""}`, data: { note: note.id } },
    el("div", { class: "zb-card-head" }, el("b", {}, note.author || "未署名"), el("small", {}, place)),
    note.quote
      ? el("div", { class: "zb-card-line" }, `${moved || lost ? "原文（已改）" : "原文"}：“${brief(note.quote)}”`)
      : null,
    el("div", { class: "zb-remark-words" }, note.text),
    el(
      "div",
      { class: "zb-card-actions" },
      note.section && hooks.go ? link(hooks.goLabel, () => hooks.go(note)) : null,
      note.done
        ? [el("small", {}, `${note.doneBy}已处理`), link("撤销", () => hooks.settle(note, false))]
        : link("已处理", () => hooks.settle(note, true)),
    ),
  );
}

async function settleNote(report, note, done) {
  const reply = await call("settle_note", { report, note: note.id, done, who: worker() });
  return failed(reply) ? null : reply.notes;
}

// All remarks on a report, the settled ones folded.
class NoteBook {
  constructor(hooks) {
    this.hooks = hooks;
    this.node = el("div", { class: "zb-back-notes" });
  }

  async open(report) {
    this.report = report;
    const reply = await call("list_notes", { report });
    if (report === this.report && !reply.error) this.draw(reply.notes);
  }

  draw(notes) {
    const hooks = {
      named: true,
      goLabel: "去修改",
      go: this.hooks.go,
      settle: async (note, done) => {
        const left = await settleNote(this.report, note, done);
        if (left) this.draw(left);
      },
    };
    const [open, done] = [notes.filter((one) => !one.done), notes.filter((one) => one.done)];
    const cards = (list) => el("div", { class: "zb-cards" }, list.map((one) => noteCard(one, hooks)));
    fill(
      this.node,
      notes.length ? el("h3", {}, `领导批注 ${open.length}`) : null,
      open.length ? cards(open) : null,
      done.length
        ? el("details", { class: "zb-remark-done" }, el("summary", {}, `已处理 ${done.length} 条`), cards(done))
        : null,
    );
  }
}

// Where open remarks stand in a text that may have been edited since: their words' nearest place.
function remarksIn(text, notes) {
  const found = [];
  for (const note of notes.filter((one) => one.words && !one.done)) {
    let best = -1;
    for (let at = text.indexOf(note.words); at >= 0; at = text.indexOf(note.words, at + 1)) {
      if (best < 0 || Math.abs(at - note.start) < Math.abs(best - note.start)) best = at;
    }
    if (best >= 0) found.push({ start: best, end: best + note.words.length, kind: "remarked", note });
  }
  return found;
}

// A section's remarks with the words they are about, counted as the page counts.
function remarksOf(notes, section) {
  const unit = unitsOf(section.text);
  return notes
    .filter((note) => note.section === section.id)
    .map((note) => {
      const [start, end] = [unit(note.start), unit(note.end)];
      return { ...note, start, end, words: note.placed ? section.text.slice(start, end) : "" };
    });
}
