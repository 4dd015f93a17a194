// Who is logged in: shown in the bar of pages, and taken for the name noted with every version.

(() => {
  const named = window.zhubiName;
  let who = "";
  // With a login the name is the login's; the server notes no other, whatever is sent.
  window.zhubiName = (name) => who || named(name);

  function show() {
    const bar = document.querySelector(".nav-holder nav");
    if (bar && !bar.querySelector(".zb-login")) {
      const box = document.createElement("span");
      box.className = "zb-login";
      const form = document.createElement("form");
      form.method = "post";
      form.action = "/logout";
      const out = document.createElement("button");
      out.textContent = "退出";
      form.append(out);
      box.append(who, form);
      bar.append(box);
    }
    const typed = document.querySelector("#zb-who input, #zb-who textarea");
    if (typed && !typed.readOnly) {
      typed.readOnly = true;
      typed.title = "登录的人，记在历史版本里";
    }
    if (typed && typed.value !== who) typed.value = who;
  }

  // A login that has ended is told in place: what is being written stays on the page. Noticed also
  // by the page's own looking after the server, so nothing is said of what somebody did.
  function ended() {
    if (document.querySelector(".zb-login-ended")) return;
    const box = document.createElement("div");
    box.className = "zb-login-ended";
    box.setAttribute("role", "alert");
    const link = document.createElement("a");
    link.href = "/login";
    link.target = "_blank";
    link.textContent = "重新登录";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "已登录";
    close.addEventListener("click", () => {
      box.remove();
      document.dispatchEvent(new CustomEvent("zhubi:offline"));
    });
    box.append("登录已失效，请", link, "。", close);
    document.body.append(box);
  }

  document.addEventListener("zhubi:online", () => document.querySelector(".zb-login-ended")?.remove());

  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const reply = await fetched(...asked);
    if (reply.status === 401) ended();
    return reply;
  };

  fetched("/zhubi/who").then((reply) => reply.json()).then((reply) => {
    if (!reply.name) return;
    who = reply.name;
    show();
    new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
  }).catch((error) => console.warn("who", error));
})();
