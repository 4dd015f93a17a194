// The preview: an approximation at once, and the pages of the real Word file when they are made.

// The approximation is as wide as a sheet of paper; it is scaled to the room there is.
const SHEET = 860;

function frame(html) {
  const inner = el("iframe", { sandbox: "", title: "近似预览", srcdoc: html });
  const box = el("div", { class: "zb-preview" }, inner);
  new ResizeObserver(() => {
    const scale = box.clientWidth / SHEET;
    inner.style.width = `${SHEET}px`;
    inner.style.height = `${box.clientHeight / scale}px`;
    inner.style.transform = `scale(${scale})`;
  }).observe(box);
  return box;
}

class Preview {
  constructor() {
    this.turn = 0;
    document.addEventListener("zhubi:layout", () => this.report && this.show(this.report));
    this.label = el("span", { class: "zb-preview-label", role: "status" });
    this.body = el("div", {});
    this.again = el("button", { type: "button", class: "zb-link", onclick: () => this.show(this.report) }, "重新生成预览");
    this.node = el(
      "div",
      {},
      el("div", { class: "zb-preview-head" }, el("h3", {}, "预览"), this.label, this.again),
      this.body,
    );
  }

  async show(report) {
    const turn = ++this.turn;
    const stale = () => turn !== this.turn;
    this.report = report;
    this.again.hidden = true;
    this.count("近似预览，正在生成与 Word 一致的页面……", stale);
    const made = call("make_pages", { report });
    const rough = await call("load_preview", { report });
    if (stale()) return;
    fill(this.body, rough.error ? el("p", { class: "zb-empty" }, rough.error) : frame(rough.html));
    const pages = await made;
    if (stale()) return;
    clearInterval(this.timer);
    this.again.hidden = false;
    if (pages.error) this.say(`近似预览。${pages.error}${pages.hint}`);
    else if (!pages.count) this.say(`近似预览。${pages.reason}`);
    else this.pages(pages);
  }

  say(words) {
    this.label.textContent = words;
  }

  count(words, stale) {
    clearInterval(this.timer);
    const begun = Date.now();
    this.say(words);
    this.timer = setInterval(() => {
      if (stale() || !element.isConnected) clearInterval(this.timer);
      else this.say(`${words}已用 ${Math.round((Date.now() - begun) / 1000)} 秒`);
    }, 1000);
  }

  // Pages are fetched when they come near the window of the preview.
  pages({ count, state }) {
    this.say(`由 Word 文件生成，共 ${count} 页，缺的字体用相近的代替`);
    const box = el("div", { class: "zb-preview zb-pages", tabindex: "0", "aria-label": "预览" });
    const near = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        near.unobserve(entry.target);
        this.load(entry.target, state);
      }),
      { root: box, rootMargin: "900px" },
    );
    for (let number = 0; number < count; number += 1) {
      const sheet = el("figure", { class: "zb-page", data: { number } });
      box.append(sheet);
      near.observe(sheet);
    }
    fill(this.body, box);
  }

  async load(sheet, state) {
    const number = Number(sheet.dataset.number);
    const reply = await call("load_page", { state, number });
    if (reply.error) fill(sheet, el("p", { class: "zb-empty" }, `${reply.error}${reply.hint}`));
    else fill(sheet, el("img", { src: reply.image, alt: `第${number + 1}页` }));
  }
}
