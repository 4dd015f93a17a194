// Two names side by side: one indicator or two? And better names that a model proposes.

const AROUND = 34;

// The words around a value in the sentence it comes from; how it was written stands above.
function evidence(value) {
  const source = value.source.replace(/（写作“[^”]*”）$/, "");
  const at = source.lastIndexOf(value.text);
  if (at < 0) return el("q", {}, source);
  const end = at + value.text.length;
  const [from, until] = [Math.max(0, at - AROUND), Math.min(source.length, end + AROUND)];
  return el(
    "q",
    { title: source },
    from ? "……" : "",
    source.slice(from, at),
    el("b", {}, value.text),
    source.slice(end, until),
    until < source.length ? "……" : "",
  );
}

function sideOf(title, name, values) {
  return el(
    "div",
    { class: "zb-side" },
    el("small", {}, title),
    el("b", {}, name),
    values.length
      ? values.map((value) =>
          el(
            "div",
            { class: "zb-side-value" },
            el("span", {}, `${value.year}年　${value.text}`),
            value.source ? evidence(value) : null,
          ),
        )
      : el("p", { class: "zb-note" }, "这个名称下没有数。"),
  );
}

class SameNames {
  constructor(hooks) {
    this.hooks = hooks;
    this.node = el("div", { class: "zb-names" });
    this.latest = newest();
  }

  async load() {
    const reply = await this.latest(call("waiting_names", {}));
    if (!reply || failed(reply)) return;
    const intro = "程序把下面的两个名称当作同一项指标。每对只问一次，答过以后导入同名数据不再询问。";
    const all = el(
      "button",
      { type: "button", class: "zb-button small", onclick: () => this.confirmAll(reply.matches) },
      `下面 ${reply.matches.length} 对都是同一项`,
    );
    fill(
      this.node,
      reply.matches.length
        ? [
            el("div", { class: "zb-tool-line" }, el("p", { class: "zb-note" }, intro), reply.matches.length > 1 ? all : null),
            reply.matches.map((match) => this.card(match)),
          ]
        : el("p", { class: "zb-empty" }, "没有等待确认的名称。"),
    );
  }

  pair(match) {
    return { name: match.name, indicator: match.indicator, who: worker() };
  }

  async confirmAll(matches) {
    const words = "请先逐对看过。确认以后，导入同名数据不再询问；确认错了可以撤销。";
    const answer = await ask(`${matches.length} 对都是同一项？`, words, [["", "再看看"], ["yes", "都是同一项", "primary"]]);
    if (answer !== "yes") return;
    await this.settleAll(matches, "confirm_name", (count) => `已确认 ${count} 对名称。`);
  }

  card(match) {
    const button = (label, kind, act) =>
      el("button", { type: "button", class: `zb-button ${kind}`, onclick: act }, label);
    return el(
      "section",
      { class: "zb-match", "aria-label": `${match.name} 与 ${match.indicator}` },
      sideOf("表格或报告里写作", match.name, match.under),
      sideOf("台账里的指标", match.unit ? `${match.indicator}（${match.unit}）` : match.indicator, match.known),
      el(
        "div",
        { class: "zb-match-buttons" },
        button("是同一项", "primary", () => this.settle(match, "confirm_name", `以后“${match.name}”就是“${match.indicator}”。`)),
        button("不是，单列一项", "", () => this.settle(match, "reject_name", `“${match.name}”已单列，它的数一并移过去了。`)),
      ),
    );
  }

  settle(match, act, words) {
    return this.settleAll([match], act, () => words);
  }

  // ``words`` tells how many pairs were settled: after a failure the rest still wait.
  async settleAll(matches, act, words) {
    const settled = await this.each(matches, act);
    if (!settled.length) return;
    toast(words(settled.length), "", "good", {
      label: "撤销",
      run: async () => {
        const reopened = await this.each(settled, "reopen_name");
        if (reopened.length === settled.length) toast("已撤销，重新等待确认。", "", "good");
      },
    });
  }

  // The pairs for which the server did it; the first failure is told and ends it.
  async each(matches, act) {
    const done = [];
    for (const match of matches) {
      if (failed(await call(act, this.pair(match)))) break;
      done.push(match);
    }
    await this.hooks.changed();
    return done;
  }
}

// What the configured model would call rows whose names the rules had to guess.
class ProposedNames {
  constructor(hooks) {
    this.hooks = hooks;
    this.list = el("div", { class: "zb-names" });
    this.button = el("button", { type: "button", class: "zb-button primary", onclick: () => this.ask() }, "请模型提名");
    this.node = el(
      "div",
      {},
      el("p", { class: "zb-note" }, "从往年报告读出的指标，有些名称程序拿不准。模型只提名称，不碰数字；逐个采用才生效。"),
      this.button,
      this.list,
    );
  }

  async ask() {
    this.button.disabled = true;
    fill(this.list, el("p", { class: "zb-empty", role: "status" }, "模型正在看句子，可能要一会儿……"));
    const reply = await call("propose_names", {});
    this.button.disabled = false;
    if (failed(reply)) {
      fill(this.list);
      return;
    }
    const none = el("p", { class: "zb-empty" }, "没有更好的名称。");
    fill(this.list, reply.proposals.length ? reply.proposals.map((one) => this.card(one)) : none);
  }

  card(proposal) {
    const node = el(
      "section",
      { class: "zb-match", "aria-label": proposal.indicator },
      el("div", { class: "zb-side" }, el("small", {}, "现在的名称"), el("b", {}, proposal.indicator), el("q", {}, proposal.sentence)),
      el("div", { class: "zb-side" }, el("small", {}, "模型的提名"), el("b", {}, proposal.proposed)),
      el(
        "div",
        { class: "zb-match-buttons" },
        el("button", { type: "button", class: "zb-button primary", onclick: () => this.accept(proposal, node) }, "采用"),
        el("button", { type: "button", class: "zb-button", onclick: () => node.remove() }, "不采用"),
      ),
    );
    return node;
  }

  async accept(proposal, node) {
    const reply = await call("accept_name", { proposal, who: worker() });
    if (failed(reply)) return;
    node.remove();
    await this.hooks.changed();
    toast(`已改名为“${reply.indicator}”。`, "原来的叫法仍然认得。", "good");
  }
}
