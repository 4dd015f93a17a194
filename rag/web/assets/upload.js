// Files into the library one after another: how far it has come, a stop button, and what became
// of each. One bad file never stops the others.

class Uploads {
  // hooks: limits() as {kinds, most (MB)}; added() after each file.
  constructor(hooks) {
    this.hooks = hooks;
    this.queue = [];
    this.stopped = false;
    this.reset();
    this.input = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "上传文件" });
    this.input.addEventListener("change", () => {
      const files = [...this.input.files];
      this.input.value = "";
      this.take(files);
    });
    this.button = el("button", { type: "button", class: "zb-button primary zb-upload", onclick: () => this.choose() }, "上传文件（可多选）");
    this.stop = el("button", { type: "button", class: "zb-button stop", hidden: true, onclick: () => this.end() }, "停止");
    this.bar = el("div", { class: "zb-progress", role: "status", "aria-live": "polite", hidden: true }, el("div", { class: "zb-progress-fill" }), el("span"));
    this.said = el("div", { class: "zb-said zb-uploaded", role: "status", hidden: true });
    this.node = el("div", {}, el("div", { class: "zb-tool-line" }, this.button, this.stop, this.hint()), this.bar, this.said);
  }

  reset() {
    Object.assign(this, { done: 0, total: 0, added: 0, unchanged: 0, failed: 0, left: 0, remarks: [] });
  }

  hint() {
    return el("span", { class: "zb-note" }, "Word、WPS、PDF、扫描件、Excel、图片、文本都可以，压缩包也行；也可以把文件拖到这里。");
  }

  choose() {
    this.input.accept = this.hooks.limits().kinds.join(",");
    this.input.click();
  }

  // Files chosen while others are under way join the queue.
  async take(files) {
    if (!files.length) return;
    const running = this.queue.length > 0 || this.busy;
    if (!running) this.reset();
    this.queue.push(...files);
    this.total += files.length;
    if (!running) await this.run();
  }

  async run() {
    [this.busy, this.stopped, this.stop.hidden] = [true, false, false];
    while (this.queue.length && !this.stopped) {
      const file = this.queue.shift();
      this.show(file.name);
      await this.one(file);
      this.done += 1;
      this.tell();
      this.hooks.added();
    }
    [this.busy, this.stop.hidden, this.bar.hidden] = [false, true, true];
    this.left = this.queue.length;
    this.queue = [];
    this.tell(true);
  }

  end() {
    this.stopped = true;
    this.stop.hidden = true;
  }

  async one(file) {
    const refused = this.refused(file);
    if (refused) {
      this.fail(file, refused);
      return;
    }
    let sent = null;
    try {
      sent = await upload(file);
    } catch (error) {
      console.warn(error);
    }
    const reply = sent
      ? await call("add_document", { path: sent.path })
      : { error: "没有传上去。", hint: "可能是连接中断了，或服务器的磁盘满了，请再试一次。" };
    if (reply.error) {
      this.fail(file, `${reply.error}${reply.hint || ""}`);
      return;
    }
    this.added += reply.added;
    this.failed += reply.failed;
    this.unchanged += reply.unchanged;
    this.remarks.push(...reply.remarks);
  }

  fail(file, reason) {
    this.failed += 1;
    this.remarks.push(`${file.name}：${reason}`);
  }

  // What can be told without sending the file.
  refused(file) {
    const { kinds, most } = this.hooks.limits();
    const ending = (/\.[^.]+$/.exec(file.name.toLowerCase()) || [""])[0];
    if (!kinds.includes(ending)) return "这种文件读不了。请另存为 Word（.docx）、PDF、Excel 或文本再上传。";
    if (file.size > most * 1024 * 1024) {
      return `文件有 ${Math.ceil(file.size / 1024 / 1024)} MB，超过 ${most} MB 的上限。请拆成几份，或请管理员调高上限。`;
    }
    return file.size ? "" : "文件是空的。请打开原文件确认有内容后重新上传。";
  }

  show(name) {
    this.bar.hidden = false;
    this.bar.firstElementChild.style.width = `${(100 * this.done) / this.total}%`;
    this.bar.lastElementChild.textContent = `正在读第 ${this.done + 1} 份，共 ${this.total} 份：${name}`;
  }

  tell(finished) {
    const parts = [
      `新加入 ${this.added} 份`,
      this.unchanged ? `${this.unchanged} 份已在库中，没有变化` : "",
      this.failed ? `${this.failed} 份没有加入` : "",
      finished && this.left ? `已停止，还有 ${this.left} 份没有上传` : "",
    ];
    this.said.hidden = false;
    const close = el("button", { type: "button", class: "zb-toast-close", "aria-label": "关闭", onclick: () => (this.said.hidden = true) }, "×");
    fill(
      this.said,
      el("b", {}, `${parts.filter(Boolean).join("，")}。`),
      this.remarks.map((one) => el("div", {}, one)),
      finished ? close : null,
    );
  }
}

// Files dropped anywhere on the page are meant for the library.
function listenToDrops(uploads) {
  const over = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => over(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!over(event) || !element.isConnected) return;
    event.preventDefault();
    uploads.take([...event.dataTransfer.files]);
  });
}
