// The editor: a text area over a layer of marks with the same font metrics. Nothing ever writes
// into the text area while an input method composes; what is not yet saved is kept in the
// browser's storage as well.

const CHECK_AFTER = 400;
const SAVE_AFTER = 1500;
const STREAM_FRAMES = 24;

class Editor {
  constructor(root, hooks) {
    this.root = root;
    this.hooks = hooks;
    this.area = root.querySelector("textarea");
    this.layer = root.querySelector(".zb-layer");
    this.tip = root.querySelector(".zb-tip");
    this.section = null;
    this.marks = { links: [], findings: [] };
    this.composing = false;
    this.saving = null;
    this.locked = [];
    this.remarks = [];
    this.turn = 0;
    this.checkSoon = later(CHECK_AFTER, () => this.check());
    this.saveSoon = later(SAVE_AFTER, () => this.save());
    this.listen();
  }

  listen() {
    const area = this.area;
    area.addEventListener("compositionstart", () => (this.composing = true));
    area.addEventListener("compositionend", () => {
      this.composing = false;
      this.changed();
    });
    area.addEventListener("input", () => this.changed());
    area.addEventListener("blur", () => this.save());
    area.addEventListener("mousemove", (event) => this.hover(event));
    area.addEventListener("mouseleave", () => (this.tip.hidden = true));
    area.addEventListener("click", (event) => {
      const mark = this.markAt(event);
      if (mark) this.hooks.chosen(mark);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save();
    });
    window.addEventListener("pagehide", () => this.keep());
    document.addEventListener("zhubi:online", () => this.save());
  }

  get text() {
    return this.area.value;
  }

  get dirty() {
    return this.section !== null && this.text !== this.section.text;
  }

  // Show a section; a text left unsaved in this browser comes back.
  open(section) {
    cancelAnimationFrame(this.growing);
    this.growing = 0;
    this.turn += 1;
    this.section = section;
    this.area.readOnly = false;
    this.marks = { links: [], findings: [] };
    this.locked = section.locked || [];
    this.remarks = [];
    this.area.value = section.text;
    const left = remembered(this.key(), null);
    if (left && left.text !== section.text) this.bringBack(left);
    else this.forget();
    this.before = this.text;
    this.paint();
    this.status(section.version && !this.dirty ? "已保存" : "");
    this.check();
  }

  relock(sentences) {
    this.locked = sentences;
    this.paint();
  }

  // Leaders' remarks on this section.
  remark(notes) {
    this.remarks = notes;
    this.paint();
  }

  bringBack(left) {
    this.area.value = left.text;
    if (left.base === this.section.version) {
      this.saveSoon();
      return;
    }
    const newest = this.section;
    this.section = { ...newest, version: left.base, text: "" };
    this.hooks.conflict(newest);
  }

  key() {
    return `zhubi-unsaved-${this.section.id}`;
  }

  keep() {
    if (!this.section) return;
    if (this.dirty) remember(this.key(), { text: this.text, base: this.section.version });
    else this.forget();
  }

  // Another tab's unsaved text of the same section is left alone.
  forget() {
    const left = remembered(this.key(), null);
    if (left && left.text === this.section.text) remember(this.key(), null);
  }

  changed() {
    if (!this.section) return;
    this.marks = shiftMarks(this.marks, this.before ?? "", this.text);
    this.before = this.text;
    this.paint();
    this.keep();
    this.status();
    if (this.composing) return;
    this.checkSoon();
    if (!this.hooks.blocked()) this.saveSoon();
  }

  paint() {
    paintMarks(this.layer, this.text, { ...this.marks, locked: this.locked, remarks: this.remarks });
    this.hooks.painted(this.marks, this.text);
  }

  async check() {
    if (!this.section) return;
    const [turn, text, id] = [++this.turn, this.text, this.section.id];
    const reply = await this.hooks.check(id, text);
    if (turn !== this.turn || this.section.id !== id || reply.error) return;
    this.marks = shiftMarks(marksOf(reply, text), text, this.text);
    this.paint();
  }

  // Save when there is something to save; resolves when the newest text is on the server.
  async save() {
    this.saveSoon.cancel();
    if (this.saving) {
      await this.saving;
      if (!this.dirty) return;
    }
    if (!this.dirty || this.composing || this.hooks.blocked() || this.area.readOnly) return;
    this.saving = this.send();
    await this.saving;
    this.saving = null;
  }

  async send() {
    const [section, text] = [this.section, this.text];
    this.status("正在保存…");
    const reply = await this.hooks.save(section, text);
    if (this.section.id !== section.id) return;
    if (reply.conflict && reply.conflict.text === text) reply.section = reply.conflict;
    else if (reply.conflict) {
      this.status();
      this.hooks.conflict(reply.conflict);
      return;
    }
    if (reply.error && !reply.section) {
      this.status(`未保存：${reply.error}`);
      setTimeout(() => this.saveSoon(), 4000);
      return;
    }
    this.section = { ...reply.section, text };
    this.keep();
    this.status(this.dirty ? "" : `已保存 ${clock(new Date())}`);
    this.hooks.saved(reply.section);
  }

  status(words) {
    this.hooks.status(words || (this.dirty ? "未保存" : ""), this.dirty);
  }

  // While a draft streams in, the text is the writer's, not the person's. What arrives in one
  // piece still grows before the eye, in a moment.
  stream(text) {
    this.area.readOnly = true;
    this.turn += 1;
    this.marks = { links: [], findings: [] };
    this.wanted = text;
    if (!text) this.grow("");
    else if (!this.growing) this.growing = requestAnimationFrame(() => this.step());
  }

  step() {
    const shown = this.text.length;
    const left = this.wanted.length - shown;
    this.grow(this.wanted.slice(0, shown + Math.max(2, Math.ceil(left / STREAM_FRAMES))));
    const more = this.text.length < this.wanted.length;
    this.growing = more ? requestAnimationFrame(() => this.step()) : 0;
    if (!more && this.grown) this.grown();
  }

  grow(text) {
    this.area.value = text;
    this.before = text;
    this.paint();
  }

  // Let the last piece of a stream be seen before the section is opened for editing.
  settled() {
    if (!this.growing) return Promise.resolve();
    return new Promise((resolve) => {
      this.grown = () => {
        this.grown = null;
        resolve();
      };
    });
  }

  // Put text in the place of a span so that the browser's own undo still works.
  replace(start, end, text) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, start, end, "end");
      this.changed();
    }
  }

  show(start, end) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const nodes = [...this.layer.querySelectorAll("mark")];
    const node = nodes.find((one) => one.marks.some((mark) => mark.start === start));
    if (node) {
      node.scrollIntoView({ block: "center", behavior: "smooth" });
      node.classList.add("zb-flash");
      setTimeout(() => node.classList.remove("zb-flash"), 1600);
    }
  }

  markAt(event) {
    for (const node of document.elementsFromPoint(event.clientX, event.clientY)) {
      if (!node.marks) continue;
      const length = (mark) => mark.end - mark.start;
      return [...node.marks].sort((a, b) => length(a) - length(b))[0];
    }
    return null;
  }

  hover(event) {
    const mark = this.markAt(event);
    this.tip.hidden = !mark;
    if (!mark) return;
    fill(this.tip, evidenceLines(mark).filter(Boolean).map((line) => el("div", {}, line)));
    const box = this.root.getBoundingClientRect();
    const left = Math.min(event.clientX - box.left, box.width - 340);
    this.tip.style.left = `${Math.max(0, left)}px`;
    this.tip.style.top = `${event.clientY - box.top + 22}px`;
  }
}
