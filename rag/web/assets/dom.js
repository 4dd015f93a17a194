// Small helpers for every script of the page. Text from files, people and models only ever
// enters through textContent.

function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

// A server function's reply. A lost connection is an error like any other.
async function call(name, payload) {
  let reply;
  try {
    reply = await server[name](payload);
  } catch (error) {
    console.warn(name, error);
    document.dispatchEvent(new CustomEvent("zhubi:offline"));
  }
  return reply === undefined || reply === null
    ? { error: "与服务器的连接中断了。", hint: "您的文字仍在页面上，请稍后再试。", offline: true }
    : reply;
}

// Of several calls the newest counts: the function returned gives an older one's reply as null.
function newest() {
  let turn = 0;
  return async (promise) => {
    const mine = ++turn;
    const reply = await promise;
    return mine === turn ? reply : null;
  };
}

// ``action`` is {label, run}: a button such as 撤销.
function toast(message, hint, kind, action) {
  let stack = document.querySelector(".zb-toasts");
  if (!stack) {
    stack = el("div", { class: "zb-toasts", role: "status", "aria-live": "polite" });
    document.body.append(stack);
  }
  const close = el("button", { type: "button", class: "zb-toast-close", title: "关闭", "aria-label": "关闭" }, "×");
  const note = el(
    "div",
    { class: `zb-toast ${kind || "warn"}` },
    el("div", {}, el("b", {}, message), hint ? el("div", {}, hint) : null),
    action ? el("button", { type: "button", class: "zb-button small" }, action.label) : null,
    close,
  );
  close.addEventListener("click", () => note.remove());
  if (action) {
    close.previousElementSibling.addEventListener("click", () => {
      note.remove();
      action.run();
    });
  }
  stack.append(note);
  // Somebody who unfolds the details is still reading.
  const away = () => (note.querySelector("details[open]") ? setTimeout(away, 5000) : note.remove());
  setTimeout(away, action ? 15000 : kind === "good" ? 4000 : 9000);
}

// What to do, and folded behind it what only an administrator needs.
function whatToDo(reply) {
  if (!reply.detail) return reply.hint;
  return [reply.hint, el("details", { class: "zb-detail" }, el("summary", {}, "技术信息"), reply.detail)];
}

// True when the reply is an error, which has then been shown.
function failed(reply) {
  if (reply && reply.error) {
    toast(reply.error, whatToDo(reply));
    return true;
  }
  return false;
}

// A window over the page; resolves with the value of the button pressed ("" when closed).
function ask(title, body, buttons) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "zb-dialog", "aria-label": title });
    const row = el("div", { class: "zb-dialog-buttons" });
    for (const [value, label, kind] of buttons) {
      row.append(
        el("button", { type: "button", class: `zb-button ${kind || ""}`, value, onclick: () => dialog.close(value) }, label),
      );
    }
    dialog.append(el("h3", {}, title), el("div", { class: "zb-dialog-body" }, body), row);
    // Enter in a field is the button that goes on.
    dialog.addEventListener("keydown", (event) => {
      const main = row.querySelector(".primary");
      if (event.key !== "Enter" || event.isComposing || !main) return;
      if (!event.target.matches(".zb-field input")) return;
      event.preventDefault();
      main.click();
    });
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function clock(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function later(wait, action) {
  let timer = 0;
  const run = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}

// The beginning of a long text, for a title.
function brief(text) {
  return text.length > 28 ? `${text.slice(0, 28)}……` : text;
}

function openReader(request) {
  document.dispatchEvent(new CustomEvent("zhubi:read", { detail: request }));
}

function remembered(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? fallback;
  } catch (error) {
    return fallback;
  }
}

// The name typed on the first step.
const worker = () => remembered("zhubi-name", "");

function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    console.warn(error);
  }
}

// A blank or line break behind a sentence is no change; it goes with the changes beside it.
function sameWords(change) {
  return change.old.trimEnd() === change.new.trimEnd();
}
