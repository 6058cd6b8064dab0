/* The page follows the study: it hears that something is new, and takes only that. */
"use strict";

const here = location.pathname;
let known = JSON.parse(document.querySelector("meta[name=versions]").content);
let news = null;
let following = Promise.resolve();

/* --- Hearing ------------------------------------------------------------------------ */

function listen() {
  news = new EventSource(here + "news");
  news.onmessage = (event) => {
    following = following.then(() => follow(JSON.parse(event.data)));
  };
}

/* Browsers open six connections to one address at most: a page in the background gives its own up. */
document.addEventListener("visibilitychange", () => {
  if (news) news.close();
  news = null;
  if (!document.hidden) listen();
});

async function follow(now) {
  const before = known;
  known = now;
  if (now.state === "gone") return location.assign("/");
  if (now.state !== before.state) await renew();
  for (const pane of document.querySelectorAll(".pane")) {
    if (now[pane.dataset.file] !== before[pane.dataset.file]) show(pane);
  }
}

/* What the server says of the study, without touching the brief. */
async function renew() {
  const answer = await fetch(here, { headers: { Accept: "text/html" } });
  if (!answer.ok) return location.assign("/");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.documentElement.dataset.page !== document.documentElement.dataset.page) {
    return location.reload();
  }
  document.title = page.title;
  for (const part of [".bar h1", ".bar .state", "#notes", "#list"]) {
    const old = document.querySelector(part);
    if (old) old.replaceWith(page.querySelector(part));
  }
  for (const pane of document.querySelectorAll(".pane")) {
    const other = page.querySelector(`.pane[data-file=${pane.dataset.file}]`);
    pane.dataset.address = other.dataset.address;
    if (pane.querySelector("iframe")) continue;
    pane.replaceChildren(...[...other.children].filter((each) => each.tagName !== "IFRAME"));
  }
}

/* --- Showing ------------------------------------------------------------------------ */

/* The new one is loaded behind the old one and takes its place where the reader was. */
function show(pane) {
  const address = pane.dataset.address;
  const wanted = pane.classList.contains("page") || visible(pane);
  pane.classList.toggle("stale", !wanted);
  if (!address || !wanted) return;
  const old = pane.querySelectorAll("iframe");
  const frame = document.createElement("iframe");
  frame.title = pane.getAttribute("aria-label");
  frame.className = old.length ? "coming" : "";
  frame.addEventListener("load", () => {
    if (old.length && pane.dataset.file === "html") {
      frame.contentWindow.scrollTo({ top: old[0].contentWindow.scrollY, behavior: "instant" });
    }
    for (const each of old) each.remove();
    frame.className = "";
    attend(frame);
  }, { once: true });
  /* Thumbnails leave too little room beside the page. */
  frame.src = pane.dataset.file === "pdf" ? `${address}#navpanes=0` : address;
  pane.append(frame);
}

const visible = (pane) => getComputedStyle(pane).display !== "none";

/* A brief's links lead out of the preview: into a tab of their own. */
function attend(frame) {
  const inside = frame.contentDocument;
  if (!inside || inside.contentType !== "text/html") return;
  inside.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.origin === location.origin || !/^https?:$/.test(link.protocol)) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  });
}

/* --- Which of the two ---------------------------------------------------------------- */

const views = ["page", "pdf", "both"];

function choose() {
  const asked = location.hash.slice(1);
  const view = views.includes(asked) ? asked : "page";
  document.body.dataset.view = view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const pane = document.querySelector(".pane.pdf");
  if (pane && visible(pane) && (pane.matches(".stale") || !pane.querySelector("iframe"))) show(pane);
}

window.addEventListener("hashchange", choose);
choose();
for (const frame of document.querySelectorAll("iframe")) {
  frame.addEventListener("load", () => attend(frame), { once: true });
}
if (!document.hidden) listen();
