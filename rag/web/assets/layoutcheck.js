// Somebody's Word file against the layout: what deviates, and the file set anew.

class LayoutCheck {
  constructor() {
    this.style = null;
    this.file = null;
    this.latest = newest();
    this.styleName = el("small", {});
    this.named();
    document.addEventListener("zhubi:layout", () => this.named());
    this.result = el("div", { class: "zb-tool-result" });
    this.node = el(
      "div",
      { class: "zb-tool" },
      el("h4", {}, "检查版式"),
      el("p", { class: "zb-note" }, "任何 .docx 文件都可以：逐条列出与公文格式不一致的地方，也可以重新排版。"),
      el(
        "div",
        { class: "zb-tool-line" },
        fileButton("选一份 Word 检查", ".docx", "primary zb-check-take", (file) => this.check(file)),
        fileButton("按另一种版式查（.toml）", ".toml", "", (file) => this.take(file)),
        this.styleName,
      ),
      this.result,
    );
  }

  async named() {
    const reply = await call("read_style", {});
    if (!this.style && !reply.error) this.styleName.textContent = `按“${reply.name}”`;
  }

  async take(file) {
    const reply = await call("read_style", { path: file.path });
    if (failed(reply)) return;
    this.style = file.path;
    this.styleName.textContent = `按“${reply.name}”`;
    if (this.file) await this.check(this.file);
  }

  async check(file) {
    this.file = file;
    fill(this.result, waiting(`正在检查“${file.name}”……`));
    const reply = await this.latest(call("check_layout", { path: file.path, style: this.style }));
    if (!reply) return;
    if (reply.error) {
      fill(this.result, el("p", { class: "zb-refused" }, `${reply.error}${reply.hint || ""}`));
      return;
    }
    const found = reply.deviations;
    const again = el("button", { type: "button", class: "zb-button", onclick: () => this.relay(again) }, "按这种版式重排并下载");
    fill(
      this.result,
      el(
        "div",
        { class: "zb-tool-line" },
        el("b", {}, found.length ? `“${file.name}”有 ${found.length} 类不一致` : `“${file.name}”与版式一致`),
        again,
      ),
      found.length ? this.table(found) : null,
    );
  }

  table(found) {
    const kinds = { error: "bad", warning: "", hint: "calc" };
    const line = (one) =>
      el(
        "tr",
        {},
        el("td", {}, el("span", { class: `zb-badge ${kinds[one.severity]}` }, one.strength)),
        el("td", {}, one.message, one.text ? el("small", {}, `“${brief(one.text)}”`) : null),
        el("td", {}, one.source),
      );
    return el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ["要求", "不一致的地方", "依据"].map((name) => el("th", {}, name)))),
      el("tbody", {}, found.map(line)),
    );
  }

  async relay(button) {
    button.disabled = true;
    const reply = await call("relay", { path: this.file.path, style: this.style });
    button.disabled = false;
    if (failed(reply)) return;
    fetchFile(reply);
    toast("已重新排版。", "下载的是新文件，原文件没有变化。", "good");
    this.result.querySelector(".zb-relaid")?.remove();
    if (!reply.notices.length) return;
    const told = el(
      "div",
      { class: "zb-relaid" },
      el("b", {}, "新文件请留意："),
      el("ul", {}, reply.notices.map((notice) => el("li", {}, notice))),
    );
    button.closest(".zb-tool-line").after(told);
  }
}
