// The drafting desk: outline, editor and panel, and the work that streams in.

const work = element.querySelector(".zb-work");
const part = (selector) => work.querySelector(selector);
const state = {
  report: 0,
  sections: [],
  notes: [],
  dropped: [],
  length: 0,
  section: 0,
  job: "",
  busy: "",
  conflict: null,
  back: 0,
  selection: null,
  selectedIn: null,
};

const editor = new Editor(part(".zb-editor"), {
  check: (section, text) => call("check_text", { report: state.report, section, text }),
  save: (section, text) =>
    call("save_text", {
      report: state.report,
      section: section.id,
      text,
      base: section.version,
      who: worker(),
    }),
  saved: (section) => {
    state.back = 0;
    update(section);
  },
  conflict: (newest) => conflicted(newest),
  blocked: () => state.conflict !== null,
  painted: (marks, text) => {
    panel.show(marks, text);
    // A check that comes back later must not take away what was marked meanwhile.
    if (text !== state.selectedIn) selected(null);
  },
  chosen: (mark) => panel.choose(mark),
  status: (words, dirty) => {
    part(".zb-status").textContent = words;
    part(".zb-status").classList.toggle("dirty", dirty);
  },
});

const panel = new Panel(part(".zb-panel"), {
  go: (mark) => editor.show(mark.start, mark.end),
  replace: (mark, text) => editor.replace(mark.start, mark.end, text),
  ignore: async (mark) => {
    const reply = await call("ignore_finding", {
      section: editor.section.id,
      finding: mark.finding,
      who: worker(),
    });
    if (!failed(reply)) editor.check();
  },
  fix: (mark) => start("fix", { finding: mark.finding }),
  settle: async (note, done) => {
    const notes = await settleNote(state.report, note, done);
    if (notes) remark(notes);
  },
});

const sources = new Sources(part(".zb-sources"));

const proposals = new ProposalBox(part(".zb-proposal"), {
  accept: async (proposal, kept) => {
    const reply = await call("accept_proposal", { proposal, kept, who: worker() });
    if (failed(reply)) return;
    proposals.hide();
    if (state.conflict && state.conflict.id === reply.section.id) {
      state.conflict = null;
      remember(editor.key(), null);
      notice();
    }
    update(reply.section);
    if (reply.section.id === state.section) editor.open(reply.section);
    toast("已采用。", "不满意可以点“撤销”退回。", "good");
  },
});

// Leaders' remarks on the section that is open.
function remark(notes) {
  state.notes = notes;
  const own = remarksOf(notes, editor.section);
  editor.remark(own);
  panel.remarks(own);
}

async function remarks() {
  const { report } = state;
  const reply = await call("list_notes", { report });
  if (report === state.report && !reply.error) remark(reply.notes);
}

function update(section) {
  state.sections = state.sections.map((one) => (one.id === section.id ? section : one));
  outline();
  if (section.id === state.section) sources.show(section.id);
}

function notice(...content) {
  part(".zb-notice").hidden = content.length === 0;
  fill(part(".zb-notice"), ...content);
}

async function choose(id) {
  await editor.save();
  state.conflict = null;
  state.back = 0;
  state.section = id;
  remember(`zhubi-section-${state.report}`, id);
  const section = state.sections.find((one) => one.id === id);
  part(".zb-heading").textContent = section.name;
  proposals.hide();
  notice();
  outline();
  editor.open(section);
  remarks();
  sources.show(id);
}

async function load(report) {
  await editor.save();
  state.report = report;
  const reply = await call("open_report", { report });
  // One that somebody deleted is not to be edited any more.
  if (reply.error && !reply.offline) work.hidden = true;
  if (failed(reply)) return;
  [state.sections, state.dropped, state.length] = [reply.sections, reply.dropped, reply.length];
  work.hidden = false;
  part(".zb-way").hidden = !reply.model;
  // A rule knows only one way to write.
  part("[data-do=alternatives]").hidden = !reply.model;
  presets(reply.presets);
  const found = state.sections.find((one) => one.id === remembered(`zhubi-section-${report}`, 0));
  const first = state.sections.find((one) => one.level >= 2) || state.sections[0];
  const section = found || first;
  if (!section) return;
  await choose(section.id);
  jump();
  if (reply.job && !state.busy) await start("draft_all", { queue: reply.job });
}

// Go to the place a finding on the last step named.
function jump() {
  const place = remembered("zhubi-jump", null);
  remember("zhubi-jump", null);
  if (place && place.section === state.section) {
    setTimeout(() => editor.show(place.start, place.end), 300);
  }
}

function presets(names) {
  const wish = part(".zb-wish");
  const buttons = names.map((name) =>
    el(
      "button",
      { type: "button", class: "zb-chip", onclick: () => ((wish.value = name), wish.focus()) },
      name,
    ),
  );
  fill(part(".zb-presets"), names.length ? el("span", {}, "常用：") : null, buttons);
}

function busy(name) {
  state.busy = name;
  for (const button of work.querySelectorAll("[data-do]")) {
    button.disabled = button.dataset.do === "stop" ? !name : Boolean(name);
  }
  if (!name) part(".zb-progress").hidden = true;
}

async function start(name, details) {
  await editor.save();
  if (editor.dirty) {
    toast("这一节还没有保存，暂不能开始。", "请先处理上面的提示。");
    return;
  }
  notice();
  if (name === "draft") editor.stream("");
  if (name !== "draft" && name !== "draft_all") proposals.stream("");
  state.job = crypto.getRandomValues(new Uint32Array(4)).join("-");
  busy(name);
  if (name === "draft_all") showProgress({ done: 0, total: 0, label: "正在准备" });
  const byRules = part("[data-do=rules]").checked;
  trigger(name, {
    job: state.job,
    report: state.report,
    section: state.section,
    who: worker(),
    rules: byRules,
    ...details,
  });
}

const actions = {
  draft: async () => {
    const section = state.sections.find((one) => one.id === state.section);
    if (editor.text.trim()) {
      const words = `“${section.name}”已有文字。重新起草会换掉它，现在的文字留在历史版本里。`;
      const answer = await ask("重新起草这一节？", words, [["", "取消"], ["yes", "重新起草", "primary"]]);
      if (!answer) return;
    }
    await start("draft", {});
  },
  draft_all: async () => {
    const written = state.sections.filter((one) => one.version > 0).length;
    let answer = "all";
    if (written) {
      const words = `已有 ${written} 节写过。重新起草会换掉它们，现在的文字都留在历史版本里。`;
      answer = await ask("起草全部章节？", words, [
        ["", "取消"],
        ["all", "全部重新起草"],
        ...(written < state.sections.length ? [["empty", "只起草没写过的", "primary"]] : []),
      ]);
      if (!answer) return;
    }
    await start("draft_all", { onlyEmpty: answer === "empty" });
  },
  stop: () => call("stop_work", { job: state.job }),
  revise: async () => {
    const wish = part(".zb-wish").value.trim();
    if (!wish) {
      toast("请先写修改要求。", "也可以点下面的常用要求。");
      return;
    }
    await start("revise", { wish, ...chosenText() });
  },
  alternatives: async () => {
    await start("alternatives", { wish: part(".zb-wish").value.trim(), ...chosenText() });
  },
  wish: () => part(".zb-wish").focus(),
  lock: () => lock(true),
  unlock: () => lock(false),
  origin: async () => {
    await editor.save();
    const reply = await call("origin_of", { report: state.report, section: state.section });
    if (!failed(reply)) await originWindow(reply.origin);
  },
  undo: async () => {
    await editor.save();
    const reply = await call("list_versions", { section: state.section });
    if (failed(reply)) return;
    // Pressed again, it goes one more version back, not to what was just undone.
    const from = state.back || editor.section.version;
    const before = reply.versions.find((one) => one.number < from && one.text !== editor.text);
    if (!before) {
      toast("没有更早的版本。", "");
      return;
    }
    await restore(before.number);
    state.back = before.number;
  },
  versions: async () => {
    await editor.save();
    const reply = await call("list_versions", { section: state.section });
    if (!failed(reply)) await versionsWindow(reply, editor.text, restore);
  },
};

async function restore(number) {
  const reply = await call("restore_version", { section: state.section, number, who: worker() });
  if (failed(reply)) return;
  update(reply.section);
  editor.open(reply.section);
  toast(`已恢复第${number}版。`, "", "good");
}

work.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) actions[button.dataset.do]();
});
part(".zb-wish").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && !state.busy) actions.revise();
});
listenToSelection();
document.addEventListener("keydown", (event) => {
  const free = !event.isComposing && !document.querySelector("dialog[open]");
  if (event.key === "Escape" && state.busy && free) actions.stop();
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    editor.save();
  }
});

function valueChanged() {
  const value = props.value;
  if (!value || !value.report) return;
  if (value.wire) arrived(value.wire);
  else load(value.report);
}

watch("value", valueChanged);
valueChanged();
