// What every screen of a case does: acts and their undoing, keys between screens, news from the server.
const root = document.documentElement;
const base = document.body.dataset.case ?? "";
let version = document.body.dataset.version;

/** Say one sentence, politely, to eye and ear; it stays until the next. */
export function say(sentence, wrong = false) {
  const place = document.getElementById("said");
  place.textContent = sentence;
  place.classList.toggle("wrong", wrong);
}

/** Send JSON to an address of the case; returns its answer. What the server refuses is said, and thrown. */
export function send(address, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return post(base + address, { headers, body: JSON.stringify(body) });
}

const post = async (address, sent) => answerOf(await reach(address, { method: "POST", ...sent }));

/** Fetch what an address of the case shows; returns the reply. What the server refuses is said, and thrown. */
export async function look(address) {
  const reply = await reach(address, {});
  if (!reply.ok) await answerOf(reply);
  return reply;
}

/** What went wrong and has been said on the page: it is no fault of the page's own. */
class Refusal extends Error {}
window.addEventListener("unhandledrejection", (event) => { if (event.reason instanceof Refusal) event.preventDefault(); });

const GONE = "The workbench does not answer. Start it again with cuibono serve; nothing that was saved is lost.";
async function reach(address, sent) {
  try {
    return await fetch(address, sent);
  } catch {
    say(GONE, true);
    throw new Refusal(GONE);
  }
}

export async function answerOf(reply) {
  const json = reply.headers.get("content-type")?.includes("json");
  const answer = json ? await reply.json() : { error: await reply.text() };
  if (reply.ok) return answer;
  say(answer.error, true);
  throw new Refusal(answer.error);
}

/** Do one act or several, show what they moved, and say it. */
export async function act(changes, sentence) {
  const answer = await asked("/acts", changes);
  say(`${sentence ?? `${answer.what}.`} ${answer.sentence} Ctrl+Z takes it back.`);
  await follow(answer);
  return answer;
}

/** Let the page follow an act of its own; a page without live parts follows by itself. */
export async function follow(answer) {
  document.dispatchEvent(new CustomEvent("cuibono:acted", { detail: answer }));
  if (document.querySelector("[data-live]")) await refresh();
}

export async function turn(way, entry) {
  const answer = await asked(`/${way}`, entry ? { entry } : {});
  say(`${way === "undo" ? "Taken back" : "Brought back"}: ${answer.what}. ${answer.sentence}`);
  await follow(answer);
}

let pending = 0;
let heard = null;
let last = Promise.resolve();
/** Ask for a change once those before it are answered; news of it that comes before its answer is no news. */
function asked(address, body) {
  pending += 1;
  const answer = last.then(() => send(address, body)).then(took).finally(() => { pending -= 1; });
  last = answer.catch(() => {});
  return answer;
}

function took(answer) {
  version = answer.version;
  showShares(answer.shares);
  return answer;
}

async function hear(news) {
  heard = news;
  if (pending) { setTimeout(() => heard === news && hear(news), 100); return; }
  if (news !== undefined && news === version) return;
  await refresh();
  version = news ?? version;
}

const percent = (value) =>
  value > 0 && value < 0.005 ? "under 1 %" : value > 0.995 && value < 1 ? "over 99 %" : `${Math.round(value * 100)} %`;

/** Move the bars of all hypotheses on the page; the ghost stays where each was before. */
export function showShares(shares) {
  for (const share of shares) {
    for (const row of document.querySelectorAll(`[data-share="${CSS.escape(share.id)}"]`)) {
      place(row.querySelector(".bar .interval"), share.low, share.high - share.low);
      place(row.querySelector(".bar .value"), 0, share.probability);
      const ghost = row.querySelector(".bar .ghost");
      const moved = share.before && Math.abs(share.before.probability - share.probability) >= 0.005;
      if (ghost) ghost.toggleAttribute("hidden", !moved);
      if (ghost && moved) place(ghost, 0, share.before.probability);
      write(row, "probability", percent(share.probability));
      write(row, "range", `${Math.round(share.low * 100)}–${Math.round(share.high * 100)} %`);
      write(row, "word", share.word);
      write(row, "rank", share.rank || "");
      write(row, "coverage", `${share.rated + share.na}/${share.cells}`);
    }
  }
}

function place(rect, from, width) {
  rect?.setAttribute("x", from * 100);
  rect?.setAttribute("width", Math.max(0, width * 100));
}

function write(row, name, text) {
  const cell = row.querySelector(`[data-show="${name}"]`);
  if (cell) cell.textContent = text;
}

const TYPED = "input:not([type='checkbox'], [type='radio'], [type='range']), textarea";
let behind = false;
document.addEventListener("focusout", () => { if (behind) { behind = false; setTimeout(refresh); } });

let refreshing = null;
let again = false;
/** Take from a fresh copy of this page whatever is live and differs; what has the focus keeps it. */
export function refresh() {
  again = true; // a copy that is on its way may be older than what this is asked for
  refreshing ??= renewed();
  return refreshing;
}

async function renewed() {
  try {
    while (again) {
      again = false;
      await renew();
    }
  } finally {
    refreshing = null;
  }
}

async function renew() {
  if (!document.querySelector("[data-live]")) { document.dispatchEvent(new CustomEvent("cuibono:stale")); return; }
  const reply = await reach(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  const [was, is] = [document.body.dataset.refused, fresh.body.dataset.refused];
  if (was && reply.ok) { location.reload(); return; }
  if (is && !was) { say(`${is} What you see is as it was before; what you typed stays here.`, true); return; }
  if (!reply.ok && !is) return;
  version = fresh.body.dataset.version;
  for (const part of document.querySelectorAll("[data-live]")) swap(part, fresh.getElementById(part.id));
  document.dispatchEvent(new CustomEvent("cuibono:refreshed"));
}

function swap(part, now) {
  if (!now || part.innerHTML === now.innerHTML) return;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches(TYPED) && part.dataset.live !== "always") { behind = true; return; }
  const folds = [...part.querySelectorAll("details")].map((fold) => fold.open);
  for (const place of now.querySelectorAll("[data-part]")) {
    const shown = part.querySelector(`[data-part="${CSS.escape(place.dataset.part)}"]`);
    if (shown) place.replaceChildren(...shown.childNodes);
  }
  part.replaceChildren(...document.adoptNode(now).childNodes);
  const unfolded = [...part.querySelectorAll("details")];
  if (unfolded.length === folds.length) unfolded.forEach((fold, number) => { fold.open = folds[number]; });
  restore(part);
  if (focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
}

/* Parts that take longer to work out are fetched once the rest can be seen, and again whenever the page is renewed. */
export async function fetchParts() {
  for (const place of document.querySelectorAll("[data-part]:not([data-asked])")) {
    place.dataset.asked = "";
    const reply = await reach(place.dataset.part, { headers: { Accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    place.replaceChildren(...(reply.ok ? fresh.body : fresh.querySelector("main") ?? fresh.body).childNodes);
    place.removeAttribute("aria-busy");
  }
}
document.addEventListener("cuibono:refreshed", fetchParts);
fetchParts();

/* What is typed and not yet saved outlives a reload and a crash: the browser keeps it until it is. */
const key = (field) => `draft ${base} ${field.dataset.keep ?? field.dataset.set}`;
const keeps = (field) => field.dataset?.keep || (field.dataset?.set && field.matches(TYPED));
/** What was typed into a field and not saved, `null` where nothing was. */
export const draftOf = (field) => localStorage.getItem(key(field));
/** A field's content is saved: nothing is kept for it any more. */
export function saved(field) { localStorage.removeItem(key(field)); delete field.dataset.unsaved; }
export function forget(field) { saved(field); field.value = ""; }

function restore(place) {
  for (const field of place.querySelectorAll("[data-keep]")) field.value ||= draftOf(field) ?? "";
  for (const field of place.querySelectorAll("[data-set]")) {
    const draft = keeps(field) ? draftOf(field) : null;
    if (draft === null || draft === field.value) continue;
    field.value = draft;
    field.dataset.unsaved = "";
    say("A field holds what was typed and not saved: Enter there saves it, Escape drops it.");
  }
}
restore(document);
document.addEventListener("input", ({ target }) => {
  if (!keeps(target)) return;
  if (target.dataset.set && target.value === target.defaultValue) saved(target);
  else localStorage.setItem(key(target), target.value);
});
document.addEventListener("keydown", ({ key: pressed, target }) => {
  if (!("unsaved" in (target.dataset ?? {}))) return;
  if (pressed === "Enter") target.dispatchEvent(new Event("change", { bubbles: true }));
  else if (pressed === "Escape") { saved(target); target.value = target.defaultValue; }
});

/* Forms and buttons that say in their markup what they set. */
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.target) return;
  event.preventDefault();
  const field = form.elements.namedItem("value");
  const why = form.elements.namedItem("why")?.value ?? "";
  const raw = field.type === "number" || field.type === "range" ? field.valueAsNumber : field.value.trim();
  await act({ target: form.dataset.target, to: raw === "" || Number.isNaN(raw) ? null : raw, why });
  if (field.dataset.keep) forget(field);
});
document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-act], [data-turn], [data-theme-next]");
  if (!button) return;
  if (button.dataset.turn) await turn(button.dataset.turn, button.dataset.entry);
  else if (button.dataset.act) await act(JSON.parse(button.dataset.act), button.dataset.said);
  else nextTheme();
});
document.addEventListener("change", async ({ target }) => {
  if (!target.dataset?.set) return;
  await act({ target: target.dataset.set, to: target.value === "" ? null : target.value });
  saved(target);
});

function nextTheme() {
  const order = ["", "light", "dark"];
  const next = order[(order.indexOf(root.dataset.theme ?? "") + 1) % order.length];
  if (next) { root.dataset.theme = next; localStorage.setItem("theme", next); }
  else { delete root.dataset.theme; localStorage.removeItem("theme"); }
  say(`Theme: ${next || "as the system has it"}.`);
}

/* Keys: g and a letter goes to a screen, / filters, ? helps, Ctrl+Z and Ctrl+Y undo and redo. */
let going = false;
document.addEventListener("keydown", async (event) => {
  const typing = event.target.matches?.("input:not([type='checkbox'], [type='radio'], [type='range']), textarea, select");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !typing) {
    const way = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (way && base) { event.preventDefault(); await turn(way); }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (going) {
    going = false;
    const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); location.href = link.href; }
  } else if (event.key === "g" && base) {
    going = true;
    setTimeout(() => { going = false; }, 1500);
  } else if (event.key === "/") {
    const filter = document.querySelector("[data-filter]");
    if (filter) { event.preventDefault(); filter.focus(); }
  } else if (event.key === "?") {
    const help = document.querySelector('[data-key="?"]');
    if (help) location.href = help.href;
  }
});

/* News: the case changed here, in another tab, or on somebody else's machine; or work has got further. */
if (base) {
  listen();
  fetch(`${base}/work.json`)
    .then((reply) => (reply.ok ? reply.json() : null), () => null)
    .then((now) => now?.status === "running" && showWork(now));
  document.getElementById("stop")?.addEventListener("click", () => send("/work/stop"));
}

/** Listen to the server; where it goes away, say so, and listen again once it is back. */
function listen(lost = false) {
  const news = new EventSource(`${base}/events`);
  const stop = () => news.close();
  window.addEventListener("pagehide", stop);
  news.onmessage = async ({ data }) => {
    const event = JSON.parse(data);
    if (event.event === "work") showWork(event);
    else await hear(event.version);
  };
  news.onopen = async () => {
    if (!lost) return;
    lost = false;
    say("The workbench answers again.");
    await refresh();
  };
  news.onerror = async () => {
    if (!lost) say(GONE, true);
    lost = true;
    if (news.readyState !== EventSource.CLOSED) return;
    window.removeEventListener("pagehide", stop);
    await look(`${base}/work.json`).catch(() => {});
    setTimeout(() => listen(true), 3000);
  };
}

export function showWork(work) {
  const place = document.getElementById("working");
  place.hidden = work.status !== "running";
  place.querySelector("[data-show='what']").textContent = work.what || "beginning";
  const bar = place.querySelector("progress");
  if (work.total) { bar.max = work.total; bar.value = work.done; } else bar.removeAttribute("value");
  if (work.status !== "running") say(work.message, work.status === "failed");
}

/** Send files to the case; they are taken in and read in the background. */
export function upload(files, address = base) {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  return post(`${address}/documents`, { body });
}

/* A place where files can be dropped, or chosen by hand. */
for (const zone of document.querySelectorAll("[data-drop]")) {
  const stop = (event) => { event.preventDefault(); zone.classList.toggle("over", event.type === "dragover"); };
  for (const name of ["dragover", "dragleave", "drop"]) zone.addEventListener(name, stop);
  zone.addEventListener("drop", (event) => event.dataTransfer.files.length && upload(event.dataTransfer.files));
  zone.querySelector("input[type=file]")?.addEventListener("change", async ({ target }) => {
    if (target.files.length) await upload(target.files);
    target.value = "";
  });
}
