// The marked passage: what the next revision is about, and sentences that stay as they are (it
// shares the scope of workspace.js).

// What a person marks with mouse or keyboard is what the next revision is about.
function selected(span) {
  state.selection = span;
  state.selectedIn = span ? editor.text : null;
  const hint = part(".zb-selected");
  hint.hidden = !span;
  const toWish = part("[data-do=wish]");
  toWish.hidden = !span;
  if (!span) return;
  hint.textContent = `只改选中的 ${span.end - span.start} 字`;
  toWish.textContent = `改选中的 ${span.end - span.start} 字`;
}

function noteSelection() {
  const { selectionStart: start, selectionEnd: end } = editor.area;
  selected(start < end && editor.text.slice(start, end).trim() ? { start, end } : null);
}

// The selection as the server counts, in code points; without one where the caret stands.
function codePoints(span) {
  const count = (index) => [...editor.text.slice(0, index)].length;
  return [count(span.start), count(span.end)];
}

const chosenText = () => (state.selection ? { selection: codePoints(state.selection) } : {});

async function lock(locking) {
  await editor.save();
  const { selectionStart: start, selectionEnd: end } = editor.area;
  const [from, until] = codePoints({ start, end });
  const details = { report: state.report, section: state.section, lock: locking };
  const reply = await call("lock_sentences", { ...details, start: from, end: until });
  if (failed(reply)) return;
  update(reply.section);
  editor.relock(reply.section.locked);
}

function listenToSelection() {
  editor.area.addEventListener("mouseup", () => setTimeout(noteSelection, 0));
  editor.area.addEventListener("keyup", (event) => {
    if (event.shiftKey || event.key === "Shift" || event.key.startsWith("Arrow")) noteSelection();
  });
  editor.area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !state.busy) {
      event.preventDefault();
      noteSelection();
      actions.wish();
    }
  });
}
