// Loaded once with the page: what Gradio's own wiring calls by name.

// The name typed on the first step, kept in this browser and noted with every version.
window.zhubiName = (name) => {
  if (name !== undefined) localStorage.setItem("zhubi-name", JSON.stringify(String(name).trim()));
  return JSON.parse(localStorage.getItem("zhubi-name") || '""');
};

// Fetch the file a hidden download button holds, once the page has been told of it.
window.zhubiDownload = (id) => {
  setTimeout(() => {
    const root = document.getElementById(id);
    const link = root && (root.matches("a[href]") ? root : root.querySelector("a[href]"));
    if (link) link.click();
    else if (root) (root.querySelector("button") || root).click();
  }, 150);
};

// The page looks the same by day and by night: paper is white.
new MutationObserver(() => {
  if (document.body && document.body.classList.contains("dark")) {
    document.body.classList.remove("dark");
  }
}).observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["class"] });

// Whether the server answers: a banner while it does not, and what nobody could save meanwhile is
// saved when it is back (editor and figure fields listen for zhubi:online).
(() => {
  const LOOK_EVERY = 8000;
  const RETRY_AFTER = 2500;
  const PATIENCE = 15000;
  let [failures, lost, first, timer] = [0, false, "", 0];

  // What the server calls itself; null where it wants a login first. Throws when it is away,
  // also when only a proxy or the gate is left to say so.
  const server = async () => {
    const root = (window.gradio_config && window.gradio_config.root) || window.location.origin;
    const reply = await fetch(`${root}/gradio_api/app_id`, {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (reply.status === 401) return null;
    if (!reply.ok) throw new Error(`${reply.status}`);
    const text = await reply.text();
    return text.startsWith("{") ? text : "";
  };

  const banner = (words, action) => {
    document.querySelector(".zb-banner")?.remove();
    if (!words) return;
    const node = document.createElement("div");
    node.className = "zb-banner";
    node.setAttribute("role", "alert");
    node.append(words);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "zb-button";
      button.textContent = action;
      button.addEventListener("click", () => window.location.reload());
      node.append(button);
    }
    document.body.append(node);
  };

  const answered = (now) => {
    const away = lost || failures > 0;
    failures = 0;
    const restarted = Boolean(first && now && now !== first);
    first = first || now;
    if (!away) return;
    lost = false;
    document.dispatchEvent(new CustomEvent("zhubi:online"));
    if (restarted) banner("已重新连上，断线时写的文字正在补存。主笔刚刚重新启动过，请刷新页面再接着用。", "刷新页面");
    else banner("");
  };

  // The login has ended, of which login.js tells: nothing can be saved until there is a new one.
  const shut = () => {
    failures = 0;
    lost = true;
    banner("");
  };

  const unanswered = () => {
    failures += 1;
    if (failures !== 2) return;
    lost = true;
    banner("与主笔的连接中断了，正在重新连接……请不要关闭这个窗口：写好的文字都在，连上以后自动保存。");
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const now = await server();
      if (now === null) shut();
      else answered(now);
    } catch (error) {
      unanswered();
    }
    timer = setTimeout(look, failures ? RETRY_AFTER : LOOK_EVERY);
  };

  document.addEventListener("zhubi:offline", look);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  look();
})();
