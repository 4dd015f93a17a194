// The outline at the left: sections with their state and length, and the window that changes
// them (it shares the scope of workspace.js).

// A heading over sub-sections needs no text of its own.
function onlyHeading(index) {
  const [section, next] = [state.sections[index], state.sections[index + 1]];
  return !section.text.trim() && next !== undefined && next.level > section.level && section.level > 0;
}

function hintOf(section, index) {
  if (onlyHeading(index)) return "";
  const said = section.blanks ? `${section.stateName} · 待填${section.blanks}` : section.stateName;
  if (!section.count && !section.length) return said;
  const length = section.length ? `${section.count}/${section.length}字` : `${section.count}字`;
  return `${said} · ${length}`;
}

function outline() {
  const entries = state.sections.map((section, index) => {
    const hint = hintOf(section, index);
    const chosen = section.id === state.section;
    return el(
      "div",
      { class: "zb-entry-row" },
      el(
        "button",
        {
          type: "button",
          class: `zb-entry level${section.level} ${chosen ? "on" : ""}`,
          "aria-current": chosen ? "true" : null,
          onclick: () => choose(section.id),
        },
        el("span", {}, section.name),
        hint ? el("small", { class: section.blanks ? "blank" : section.state }, hint) : null,
      ),
      el(
        "button",
        {
          type: "button",
          class: "zb-entry-more",
          title: "改标题、移动、增删、定字数",
          "aria-label": `设置 ${section.name}`,
          onclick: () => sectionWindow(section),
        },
        "⋯",
      ),
    );
  });
  fill(part(".zb-outline"), entries, outlineFoot());
}

function outlineFoot() {
  const total = state.sections.reduce((sum, section) => sum + section.count, 0);
  const aim = state.length ? `全文 ${total}/${state.length}字` : `全文 ${total}字`;
  return el(
    "div",
    { class: "zb-outline-foot" },
    el("button", { type: "button", class: "zb-link", title: "定全文的目标字数", onclick: lengthWindow }, aim),
    state.dropped.map((section) =>
      el(
        "div",
        {},
        `已删去：${section.name} `,
        el("button", { type: "button", class: "zb-link", onclick: () => bringBack(section) }, "恢复"),
      ),
    ),
  );
}

function setOutline(reply) {
  state.sections = reply.sections;
  state.dropped = reply.dropped;
  state.length = reply.length;
  outline();
  const section = state.sections.find((one) => one.id === state.section);
  if (section) part(".zb-heading").textContent = section.name;
}

async function changeOutline(name, details) {
  await editor.save();
  const reply = await call(name, { report: state.report, ...details });
  if (failed(reply)) return null;
  setOutline(reply);
  return reply;
}

async function bringBack(section) {
  await changeOutline("restore_section", { section: section.id });
}

function field(label, value, type) {
  const input = el("input", { type: type || "text", value, min: "0", maxlength: "200" });
  return { input, node: el("label", { class: "zb-field" }, el("span", {}, label), input) };
}

async function sectionWindow(section) {
  const heading = field("标题", section.heading);
  const length = field("目标字数（0 为不限）", String(section.length), "number");
  const body = [section.level ? heading.node : el("p", {}, "第一个标题前面的开头。"), length.node];
  const answer = await ask(`章节：${section.name}`, body, [
    ["", "取消"],
    ["drop", "删去", "stop"],
    ["up", "上移"],
    ["down", "下移"],
    ["add", "在后面加一节"],
    ["save", "保存", "primary"],
  ]);
  const id = section.id;
  if (answer === "save") {
    const details = { section: id, heading: heading.input.value, length: Number(length.input.value) };
    await changeOutline("change_section", details);
  }
  if (answer === "up") await changeOutline("move_section", { section: id, steps: -1 });
  if (answer === "down") await changeOutline("move_section", { section: id, steps: 1 });
  if (answer === "add") await addWindow(section);
  if (answer === "drop") await dropWindow(section);
}

async function addWindow(after) {
  const heading = field("新一节的标题，可带“（三）”或“三、”定层级", "");
  const answer = await ask(`在“${after.name}”后面加一节`, heading.node, [
    ["", "取消"],
    ["add", "增加", "primary"],
  ]);
  if (answer !== "add") return;
  const reply = await changeOutline("add_section", { heading: heading.input.value, after: after.id });
  if (reply) await choose(reply.new);
}

async function dropWindow(section) {
  const place = state.sections.indexOf(section);
  const rest = state.sections.slice(place + 1);
  const end = rest.findIndex((one) => one.level <= section.level);
  const below = section.level ? (end < 0 ? rest.length : end) : 0;
  const more = below ? `（连同下面的 ${below} 节）` : "";
  const answer = await ask(`删去“${section.name}”${more}？`, "文字和历史版本都还在，可以在章节列表最下面恢复。", [
    ["", "不删"],
    ["drop", "删去", "stop"],
  ]);
  if (answer !== "drop") return;
  const reply = await changeOutline("drop_section", { section: section.id });
  if (reply && !state.sections.some((one) => one.id === state.section)) {
    await choose(state.sections[Math.min(place, state.sections.length - 1)].id);
  }
}

async function lengthWindow() {
  const length = field("全文目标字数，按现有比例分到各节（0 为不限）", String(state.length), "number");
  const answer = await ask("全文字数", length.node, [
    ["", "取消"],
    ["save", "保存", "primary"],
  ]);
  if (answer === "save") {
    await changeOutline("set_report_length", { length: Number(length.input.value) });
  }
}
