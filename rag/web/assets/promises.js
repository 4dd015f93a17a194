// 承诺清单: each promise of last year's plan with its state, kept when it is changed.

class Promises {
  constructor() {
    this.report = 0;
    this.latest = newest();
    this.node = el("div", { class: "zb-promises" });
  }

  async load(reports) {
    if (!reports.length) {
      fill(this.node, el("p", { class: "zb-empty" }, "新建报告以后，这里列出上年报告许下的承诺，逐条记下落实情况。"));
      return;
    }
    if (!reports.some((one) => one.id === this.report)) this.report = reports[0].id;
    const reply = await this.latest(call("list_promises", { report: this.report }));
    if (!reply || failed(reply)) return;
    const select = el(
      "select",
      { "aria-label": "报告" },
      reports.map((one) => el("option", { value: String(one.id), selected: one.id === this.report }, one.title)),
    );
    select.addEventListener("change", () => {
      this.report = Number(select.value);
      this.load(reports);
    });
    this.count = el("b", { class: "zb-count", role: "status" });
    this.promises = reply.promises;
    fill(
      this.node,
      el("div", { class: "zb-grid-bar" }, this.count, el("span", { class: "zb-gap" }), select),
      reply.promises.length
        ? reply.promises.map((promise, place) => this.line(promise, place, reply.states))
        : el("p", { class: "zb-empty" }, "这份报告仿照的上年报告里没有找到下一步打算。"),
    );
    this.recount();
  }

  recount() {
    const open = this.promises.filter((one) => !one.state).length;
    const all = this.promises.length;
    this.count.textContent = open ? `${all} 条承诺，还有 ${open} 条没填落实情况` : `${all} 条承诺都已填写`;
  }

  line(promise, place, states) {
    const state = el(
      "select",
      { "aria-label": `第${place + 1}条 落实情况` },
      states.map(([value, name]) => el("option", { value, selected: value === promise.state }, name)),
    );
    const note = el("input", {
      type: "text",
      value: promise.note,
      maxlength: "500",
      placeholder: "说明（可不填），如：已建成2个",
      "aria-label": `第${place + 1}条 说明`,
    });
    const said = el("small", { "aria-live": "polite" });
    const node = el("section", { class: `zb-promise ${promise.state}` });
    const save = async () => {
      const reply = await call("note_promise", {
        report: this.report,
        promise: promise.text,
        state: state.value,
        note: note.value,
        who: worker(),
      });
      if (reply.error) {
        fill(said, `未保存：${reply.error}${reply.hint || ""}`);
        return;
      }
      this.promises[place] = reply.promise;
      node.className = `zb-promise ${reply.promise.state}`;
      fill(said, "已保存");
      this.recount();
    };
    state.addEventListener("change", save);
    note.addEventListener("change", save);
    const told = promise.told
      ? el("p", { class: "zb-told" }, `草稿“${promise.told.section}”里写到：`, el("q", {}, promise.told.text))
      : el("p", { class: "zb-told none" }, "草稿里还没有写到。");
    return fill(
      node,
      el("div", {}, el("b", {}, `${place + 1}. `), promise.text, el("small", {}, `　${promise.section}`)),
      told,
      el("div", { class: "zb-promise-line" }, state, note, said),
    );
  }
}
