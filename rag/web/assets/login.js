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
      const out = document.createElement("a");
      out.href = "/logout";
      out.textContent = "退出";
      box.append(who, out);
      bar.append(box);
    }
    const typed = document.querySelector("#zb-who input, #zb-who textarea");
    if (typed && !typed.readOnly) {
      typed.readOnly = true;
      typed.title = "登录的人，记在历史版本里";
    }
    if (typed && typed.value !== who) typed.value = who;
  }

  // A login that has ended is told in place: what is being written stays on the page.
  function ended() {
    if (document.querySelector(".zb-login-ended")) return;
    const box = document.createElement("div");
    box.className = "zb-login-ended";
    box.setAttribute("role", "alert");
    const link = document.createElement("a");
    link.href = "/login";
    link.target = "_blank";
    link.textContent = "在新窗口登录";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "已登录";
    close.addEventListener("click", () => box.remove());
    box.append("登录已失效，刚才的操作没有完成，文字还在页面上。请", link, "，再回到这里继续。", close);
    document.body.append(box);
  }

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
