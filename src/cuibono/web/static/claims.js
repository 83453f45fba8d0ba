// Claims: rows by keys; what is selected is judged as one act, and taken back as one.
import { act, say, turn } from "./page.js";

const rows = () => [...document.querySelectorAll("#claims tbody tr")];
const box = (row) => row.querySelector("[data-select]");
const selected = () => rows().filter((row) => box(row).checked);
let at = "";
const current = () => document.getElementById(`row-${at}`);

function move(by, extend) {
  const all = rows();
  const place = all.indexOf(current());
  const next = all[place < 0 ? (by > 0 ? 0 : all.length - 1) : place + by];
  if (!next) return;
  if (extend && current()) box(current()).checked = true;
  if (extend) box(next).checked = true;
  stand(next);
  count();
}

function stand(row, focus = true) {
  at = row.dataset.claim;
  for (const one of rows()) one.classList.toggle("current", one === row);
  if (!focus) return;
  row.querySelector("th a").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function count() {
  const number = selected().length;
  const bar = document.getElementById("chosen");
  if (!bar) return;
  bar.hidden = number === 0;
  document.getElementById("count").textContent = `${number} selected`;
}

function clear() {
  for (const row of rows()) box(row).checked = false;
  const all = document.getElementById("all");
  if (all) all.checked = false;
  count();
}

async function set(field, to, sentence) {
  const chosen = selected().length ? selected() : [current()].filter(Boolean);
  if (!chosen.length) { say("No claim is chosen; press j for the first."); return; }
  const changes = chosen.map((row) => ({ target: `claim/${row.dataset.claim}/${field}`, to }));
  const place = rows().indexOf(current());
  clear();
  await act(changes.length === 1 ? changes[0] : changes, chosen.length === 1 ? sentence : `${chosen.length} claims: ${sentence}`);
  const next = current() ?? rows()[Math.min(place, rows().length - 1)];
  if (next) stand(next);
}

const SENTENCES = { accepted: "Accepted.", rejected: "Rejected: it no longer counts." };
document.addEventListener("keydown", async (event) => {
  const typing = event.target.matches?.("input:not([type='checkbox']), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const inside = event.target.closest?.("#claims");
  const by = { j: 1, k: -1, ...(inside ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[key];
  if (by) { event.preventDefault(); move(by, event.shiftKey); return; }
  if (key === "Enter" && event.target === document.body && current()) { location.href = current().querySelector("th a").href; return; }
  if (matchMedia("(max-width: 40rem)").matches) return;
  if (key === " " && current() && !event.target.matches("button, [type='checkbox']")) { event.preventDefault(); box(current()).checked ^= true; count(); }
  else if (key === "Escape") clear();
  else if (key === "a") { event.preventDefault(); await set("status", "accepted", SENTENCES.accepted); }
  else if (key === "x") { event.preventDefault(); await set("status", "rejected", SENTENCES.rejected); }
  else if (/^[1-6]$/.test(key)) { event.preventDefault(); await set("credibility", Number(key), `Credibility ${key}.`); }
  else if (key === "u") { event.preventDefault(); await turn("undo"); }
  else if (key === "e" && current()) { location.href = `${current().querySelector("th a").href}&edit=1`; }
});

document.addEventListener("click", async (event) => {
  const { target } = event;
  const what = target.closest("[data-do]")?.dataset.do;
  if (what === "clear") { clear(); return; }
  if (what) { await set("status", what, SENTENCES[what]); return; }
  const row = target.closest("#claims tbody tr");
  if (!row) return;
  const from = current();
  if (event.shiftKey && from && target.matches("[data-select]")) {
    const all = rows();
    const [first, last] = [all.indexOf(from), all.indexOf(row)].sort((one, other) => one - other);
    for (const one of all.slice(first, last + 1)) box(one).checked = target.checked;
  }
  stand(row, false);
  count();
});

document.addEventListener("change", async ({ target }) => {
  if (target.id === "all") { for (const row of rows()) box(row).checked = target.checked; count(); }
  else if (target.matches("[data-credibility]")) {
    const to = target.value === "" ? null : Number(target.value);
    await act({ target: `claim/${target.closest("tr").dataset.claim}/credibility`, to });
  } else if (target.form?.id === "filters" && target.matches("select")) target.form.requestSubmit();
});
document.addEventListener("cuibono:refreshed", () => { const row = current(); if (row) stand(row, false); count(); });
