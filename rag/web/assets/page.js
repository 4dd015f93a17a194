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
