// A proposed text: it streams in, then each changed sentence can be taken or left.

class ProposalBox {
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
  }

  hide() {
    this.root.hidden = true;
    fill(this.root);
  }

  stream(text) {
    this.root.hidden = false;
    fill(
      this.root,
      el("h4", { role: "status" }, "正在修改……"),
      el("div", { class: "zb-stream" }, text),
    );
  }

  // Several ways to write the same: one is shown, the others are a click away.
  showSeveral(proposals, chosen = 0) {
    this.show(proposals[chosen]);
    if (proposals.length < 2) return;
    const tabs = proposals.map((_one, number) =>
      el(
        "button",
        {
          type: "button",
          role: "tab",
          "aria-selected": String(number === chosen),
          class: number === chosen ? "on" : "",
          onclick: () => this.showSeveral(proposals, number),
        },
        `写法${number + 1}`,
      ),
    );
    this.root.prepend(el("div", { class: "zb-tabs zb-ways", role: "tablist" }, tabs));
  }

  show(proposal) {
    this.root.hidden = false;
    const changes = proposal.changes;
    const boxes = changes.map((change) => this.change(change));
    const real = changes.filter((change) => !sameWords(change)).length;
    const take = el(
      "button",
      {
        type: "button",
        class: "zb-button primary",
        onclick: () => this.hooks.accept(proposal, boxes.map((box) => box.taken())),
      },
      "采用选中的修改",
    );
    const leave = el(
      "button",
      { type: "button", class: "zb-button", onclick: () => this.hide() },
      real ? "都不采用" : "关闭",
    );
    fill(
      this.root,
      el("h4", { tabindex: "-1", role: "status" }, real ? `建议修改 ${real} 处，逐处决定是否采用` : "没有需要修改的地方"),
      proposal.notices.map((notice) => el("p", { class: "zb-note" }, notice)),
      boxes.map((box) => box.node),
      el("div", { class: "zb-dialog-buttons" }, real ? take : null, leave),
    );
    this.root.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  change(change) {
    if (sameWords(change)) {
      const node = el("p", { class: "zb-same" }, change.old);
      return { node, taken: () => false };
    }
    const tick = el("input", { type: "checkbox", "aria-label": `采用：${brief(change.new || "删去这一句")}` });
    tick.checked = change.kept !== false;
    const state = el("span", {}, "");
    const node = el(
      "div",
      { class: "zb-change" },
      el("label", { class: "zb-change-tick" }, tick, state),
      el(
        "div",
        { class: "zb-change-text" },
        change.old ? el("del", {}, change.old) : null,
        change.new ? el("ins", {}, change.new) : el("i", {}, "（删去这一句）"),
      ),
    );
    const mark = () => {
      node.classList.toggle("left", !tick.checked);
      state.textContent = tick.checked ? "采用" : "不采用";
    };
    tick.addEventListener("change", mark);
    mark();
    return { node, taken: () => tick.checked };
  }
}
