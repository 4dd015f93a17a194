// Work that streams into the drafting desk (it shares the scope of workspace.js).

// What streams in: {job, section, text} · {progress} · {done, section, notices, error, hint}, and
// of revisions {proposals}.
async function arrived(wire) {
  if (wire.job !== state.job) return;
  if (wire.progress) showProgress(wire.progress);
  const drafting = wire.kind === "draft" || wire.kind === "draft_all";
  if (wire.text !== undefined && !drafting) proposals.stream(wire.text);
  if (wire.text !== undefined && drafting && wire.section === state.section) {
    editor.stream(wire.text);
  }
  if (wire.saved) {
    update(wire.saved);
    if (wire.saved.id === state.section) await opened(wire.saved);
  }
  if (!wire.done) return;
  busy("");
  if (wire.error) toast(wire.error, whatToDo(drafting ? orByRule(wire) : wire));
  const made = wire.proposals || [];
  if (!drafting && !made.length) proposals.hide();
  if (made.length) proposals.showSeveral(made);
  if (drafting) await refresh();
  const notices = wire.notices || [];
  if (!notices.length) return;
  notice(notices.map((one) => el("div", {}, one)));
  part(".zb-notice").scrollIntoView({ block: "nearest", behavior: "smooth" });
}

// Where a model failed, the rules can still draft.
function orByRule(wire) {
  const way = part(".zb-way").hidden || wire.hint.includes("不用模型") ? "" : "也可以先勾“不用模型起草”。";
  return { ...wire, hint: `${wire.hint}${way}` };
}

// All sections as they are stored now: a stopped or failed piece of work may have kept a part.
async function refresh() {
  const reply = await call("open_report", { report: state.report });
  if (failed(reply)) return;
  setOutline(reply);
  const section = reply.sections.find((one) => one.id === state.section);
  const stale = editor.area.readOnly || section.version !== editor.section.version;
  if (stale && (editor.area.readOnly || !editor.dirty)) await opened(section);
}

async function opened(section) {
  if (editor.area.readOnly) {
    editor.stream(section.text);
    await editor.settled();
  }
  if (section.id === state.section) editor.open(section);
}

function showProgress(progress) {
  const bar = part(".zb-progress");
  bar.hidden = false;
  const share = progress.total ? (100 * progress.done) / progress.total : 5;
  bar.firstElementChild.style.width = `${share}%`;
  const count = progress.total ? `${progress.done} / ${progress.total}　` : "";
  bar.lastElementChild.textContent = `${count}${progress.label}`;
}
