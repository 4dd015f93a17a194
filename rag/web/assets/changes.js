// What every part that deals with uploaded Word files shares: a changed sentence, a file that is
// chosen, a file that is fetched.

// Where two sentences begin and stop being different.
function differing(old, now) {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  return [head, tail];
}

function markedText(text, head, tail, kind) {
  const end = text.length - tail;
  return [text.slice(0, head), el("mark", { class: kind }, text.slice(head, end)), text.slice(end)];
}

// A sentence as it was and as it is; the part that differs is set off unless nearly all does.
// Where words were only added, the sentence as it is says it all.
function changedSentence(change) {
  const [head, tail] = differing(change.old, change.new);
  const added = change.old.length === head + tail && change.old.length > 0;
  const alike = added || head + tail > 0.3 * Math.max(change.old.length, change.new.length);
  const words = (text, kind) => (alike && text.length > head + tail ? markedText(text, head, tail, kind) : text);
  return el(
    "div",
    { class: "zb-change" },
    el(
      "div",
      { class: "zb-change-text" },
      change.old && !added ? el("del", {}, words(change.old, "zb-was")) : null,
      change.new ? el("ins", {}, words(change.new, "zb-now")) : el("i", {}, "（删去了这一句）"),
    ),
  );
}

// A button that lets a person choose one file; what is chosen is uploaded and handed on.
function fileButton(label, accept, kind, take) {
  const input = el("input", { type: "file", accept, hidden: true, "aria-label": label });
  const button = el("button", { type: "button", class: `zb-button ${kind}` }, label);
  const latest = newest();
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    // Somebody who chose a second file meanwhile wants that one.
    const sent = await latest(sendFile(file));
    if (sent) await take(sent);
  });
  return el("span", { class: "zb-file" }, button, input);
}

async function sendFile(file) {
  try {
    const { path } = await upload(file);
    return { path, name: file.name };
  } catch (error) {
    console.warn(error);
    toast("文件没有传上去。", "文件可能太大，或与服务器的连接中断了，请再试一次。");
    return null;
  }
}

// Hand a small file from the server to the browser's downloads.
function fetchFile(reply) {
  const bytes = Uint8Array.from(atob(reply.data), (char) => char.charCodeAt(0));
  const link = el("a", { href: URL.createObjectURL(new Blob([bytes])), download: reply.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function section(title, ...content) {
  return el("section", { class: "zb-part" }, el("h4", {}, title), ...content);
}

function waiting(words) {
  return el("p", { class: "zb-wait", role: "status" }, words);
}
