// Reader: light a claim's sentence, judge it by keys, edit it, make one of selected words, move the trim line.
import { act, answerOf, say, send, turn } from "./page.js";

const here = document.getElementById("reader");
const base = document.body.dataset.case;
const text = () => document.getElementById("text");
const items = () => [...document.querySelectorAll("#claims [data-claim]")];
const current = () => document.querySelector("#claims [aria-current]");
const reading = matchMedia("(max-width: 40rem)");

/* Which claim is lit. */
function pick(id, { focus = false, scroll = true } = {}) {
  for (const item of items()) {
    if (item.dataset.claim === id) item.setAttribute("aria-current", "true"); else item.removeAttribute("aria-current");
  }
  const over = [...document.querySelectorAll("#text [data-of]")];
  for (const run of over) run.classList.toggle("lit", run.dataset.of === id);
  const address = new URL(location.href);
  address.searchParams.set("claim", id);
  address.searchParams.set("source", here.dataset.source);
  address.searchParams.set("window", here.dataset.window);
  address.searchParams.delete("edit");
  history.replaceState(null, "", address);
  const lit = over.find((run) => run.dataset.of === id);
  if (scroll) lit?.scrollIntoView({ block: "center" });
  const item = current();
  const list = document.getElementById("list");
  if (item && list.scrollHeight > list.clientHeight) list.scrollTop = item.offsetTop - list.offsetTop - 40;
  if (focus) item?.querySelector(".pick").focus({ preventScroll: true });
  return Boolean(lit);
}

function step(by) {
  const all = items();
  const at = all.findIndex((item) => item.hasAttribute("aria-current"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (next) go(next.dataset.claim);
  else document.querySelector(`section[aria-label="Text"] a[rel="${by > 0 ? "next" : "prev"}"]`)?.click();
}

/** Light a claim, on the page of the text that has it. */
function go(id) {
  if (pick(id, { focus: true })) return;
  const rejected = items().find((item) => item.dataset.claim === id)?.classList.contains("rejected");
  if (!rejected) location.href = document.querySelector(`[data-pick="${CSS.escape(id)}"]`).href.replace(/&?window=\d+/, "");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-pick]");
  if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); go(link.dataset.pick); return; }
  const doing = event.target.closest("[data-do]");
  if (doing) { perform(doing.dataset.do, doing.closest("[data-claim]")?.dataset.claim); return; }
  if (!String(getSelection()).trim()) pickUnder(event.target);
});

/** A click lights the innermost claim; one more lights the claim around it. */
function pickUnder(target) {
  const over = [];
  for (let at = target.closest("[data-of]"); at; at = at.parentElement?.closest("[data-of]")) over.push(at.dataset.of);
  if (!over.length) return;
  const lit = over.indexOf(current()?.dataset.claim ?? "");
  pick(over[(lit + 1) % over.length], { scroll: false });
}

/* What keys and buttons do. */
const MANNERS = { accept: ["accepted", "Accepted."], reject: ["rejected", "Rejected: it no longer counts."] };
async function perform(what, id = current()?.dataset.claim) {
  if (what === "new") return openNew();
  if (what === "trim") return trimSelected();
  if (!id) { say("No claim is chosen; press j for the first."); return; }
  if (what === "edit") return openEdit(id);
  const [status, sentence] = MANNERS[what];
  const at = items().findIndex((item) => item.dataset.claim === id);
  await act({ target: `claim/${id}/status`, to: status }, sentence);
  if (!document.getElementById(`claim-${id}`)) items()[at] && pick(items()[at].dataset.claim, { focus: true });
}

const KEYS = { a: "accept", x: "reject", e: "edit", n: "new", t: "trim" };
document.addEventListener("keydown", async (event) => {
  const typing = event.target.matches?.("input, textarea, select") || event.target.closest?.("dialog");
  if (!here || typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const arrows = event.target.closest?.("#list") ? { ArrowDown: 1, ArrowUp: -1 } : {};
  const by = { j: 1, k: -1, ...arrows }[event.key];
  if (by) { event.preventDefault(); step(by); return; }
  if (reading.matches) return;
  if (event.key === "u") { event.preventDefault(); await turn("undo"); }
  else if (KEYS[event.key]) { event.preventDefault(); await perform(KEYS[event.key]); }
});

for (const form of ["choose", "order"]) {
  document.getElementById(form)?.addEventListener("change", ({ currentTarget }) => currentTarget.requestSubmit());
}

/* What is selected, in code points of the stored text: a run says where it begins, an odd character counts as one. */
function offsetOf(node, place) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-at]");
  if (run && node.nodeType === Node.TEXT_NODE) {
    if (run.classList.contains("acting")) return Number(run.dataset.at) + (place ? 1 : 0);
    return Number(run.dataset.at) + [...node.data.slice(0, place)].length;
  }
  const range = document.createRange();
  range.setStart(node, place);
  for (const next of text().querySelectorAll("[data-at], .line:empty")) {
    if (range.comparePoint(next, 0) >= 0) return Number(next.dataset.at ?? next.dataset.start);
  }
  return Infinity;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text().contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  const size = 2 ** 31;
  return String(selection).trim() ? { start, end: Math.min(end, size) } : null;
}

document.addEventListener("selectionchange", () => {
  if (here) document.getElementById("chosen").hidden = !selected();
});

/* The trim line: lines are cut or kept; what is sent is the whole list. */
const trims = () => JSON.parse(document.getElementById("trims").dataset.trims);
export function cut(blocks, first, last, reason) {
  const apart = blocks.filter((one) => one.last < first - 1 || one.first > last + 1);
  const joined = blocks.filter((one) => !apart.includes(one));
  const whole = {
    first: Math.min(first, ...joined.map((one) => one.first)),
    last: Math.max(last, ...joined.map((one) => one.last)),
    reason,
  };
  return [...apart, whole].sort((one, other) => one.first - other.first);
}
export function keep(blocks, first, last, reason) {
  return blocks.flatMap((one) => {
    if (one.last < first || one.first > last) return [one];
    const left = one.first < first ? [{ first: one.first, last: first - 1, reason }] : [];
    const right = one.last > last ? [{ first: last + 1, last: one.last, reason }] : [];
    return [...left, ...right];
  });
}

async function trimTo(blocks, sentence) {
  await act({ target: `source/${here.dataset.source}/trim`, to: blocks }, sentence);
}
const reason = `analyst ${here?.dataset.analyst}`;
const counted = (first, last) => (first === last ? `Line ${first + 1} is` : `Lines ${first + 1} to ${last + 1} are`);

async function trimSelected() {
  const lines = selectedLines();
  if (!lines) { say("Select the lines to trim, or to keep, first."); return; }
  const [first, last] = lines;
  const isCut = trims().some((one) => one.first <= first && last <= one.last);
  getSelection().removeAllRanges();
  if (isCut) await trimTo(keep(trims(), first, last, reason), `${counted(first, last)} kept.`);
  else await trimTo(cut(trims(), first, last, reason), `${counted(first, last)} trimmed.`);
}

function selectedLines() {
  const selection = getSelection();
  if (!selected()) return null;
  const range = selection.getRangeAt(0);
  const lines = [...text().querySelectorAll(".line")].filter((line) => range.intersectsNode(line));
  return lines.length ? [Number(lines[0].dataset.line), Number(lines.at(-1).dataset.line)] : null;
}

/** Show a trim line before another line, as it would be. */
function showEdge(edge, at) {
  const low = Number(edge.getAttribute("aria-valuemin"));
  const high = Number(edge.getAttribute("aria-valuemax"));
  const to = Math.min(Math.max(at, low), high);
  edge.setAttribute("aria-valuenow", to);
  edge.setAttribute("aria-valuetext", `before line ${to + 1}`);
  edge.classList.add("moving");
  const isAbove = edge.dataset.side === "after";
  for (let number = low; number < high; number += 1) {
    text().querySelector(`[data-line="${number}"]`)?.classList.toggle("cut", isAbove ? number < to : number >= to);
  }
  const line = text().querySelector(`[data-line="${to}"]`);
  const focused = document.activeElement === edge;
  if (line) line.before(edge); else text().append(edge);
  if (focused) edge.focus();
}

async function setEdge(edge) {
  const from = Number(edge.dataset.before);
  const to = Number(edge.getAttribute("aria-valuenow"));
  edge.classList.remove("moving");
  if (from === to) return;
  const [first, last] = [Math.min(from, to), Math.max(from, to) - 1];
  const cuts = (edge.dataset.side === "after") === to > from;
  await trimTo(cuts ? cut(trims(), first, last, reason) : keep(trims(), first, last, reason), `${counted(first, last)} ${cuts ? "trimmed" : "kept"}.`);
  document.getElementById(`edge-${edge.dataset.side}-${to}`)?.focus();
}

document.addEventListener("keydown", (event) => {
  const edge = event.target.closest?.(".edge");
  if (!edge || reading.matches) return;
  const now = Number(edge.getAttribute("aria-valuenow"));
  const to = { ArrowUp: now - 1, ArrowDown: now + 1, PageUp: now - 10, PageDown: now + 10, Home: 0, End: 2 ** 31 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    showEdge(edge, to);
    say(`The trim line is ${edge.getAttribute("aria-valuetext")}; Enter sets it, Escape puts it back.`);
  } else if (event.key === "Enter") { event.preventDefault(); setEdge(edge); }
  else if (event.key === "Escape") { event.preventDefault(); showEdge(edge, Number(edge.dataset.before)); edge.classList.remove("moving"); say("The trim line is where it was."); }
}, true);

document.addEventListener("pointerdown", (event) => {
  const edge = event.target.closest?.(".edge");
  if (!edge || reading.matches) return;
  event.preventDefault();
  edge.focus();
  const move = ({ clientY }) => {
    const lines = [...text().querySelectorAll(".line")];
    const below = lines.find((line) => { const box = line.getBoundingClientRect(); return box.top + box.height / 2 > clientY; });
    showEdge(edge, below ? Number(below.dataset.line) : Number(document.getElementById("trims").dataset.last) + 1);
  };
  const drop = () => { document.removeEventListener("pointermove", move); setEdge(edge); };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop, { once: true });
});

/* Editing a claim, or making one: one form; what differs when it is saved is what is set. */
const dialog = document.getElementById("edit");
const form = document.getElementById("edit-form");
let editing = null;

async function openEdit(id) {
  const found = await answerOf(await fetch(`${base}/reader/claim.json?id=${encodeURIComponent(id)}`));
  open({ ...found, isNew: false, quote: null }, "Edit the claim");
}

async function openNew() {
  const chosen = selected() ?? lit() ?? firstLine();
  const made = await send("/reader/quote", { source: here.dataset.source, ...chosen });
  if (made.known) { say("There is a claim of yours on these very words already; it is lit now."); go(made.id); return; }
  const { evidence } = await answerOf(await fetch(`${base}/reader/claim.json`));
  const blank = { speakers: [], level: "asserted", words: "", said: "", happened: "", actor: "", direction: "", bears_on: "", credibility: null };
  const claim = { ...blank, id: made.id, kind: "evidence", exact: made.quote.exact, start: made.quote.start, end: made.quote.end };
  open({ claim, chain: [], evidence, isNew: true, quote: made.quote, record: made }, "New claim");
}

function lit() {
  const item = current();
  const run = item && text().querySelector(`[data-of="${CSS.escape(item.dataset.claim)}"] [data-at]`);
  return run ? { start: Number(run.dataset.at), end: Number(run.dataset.at) + [...run.textContent].length } : null;
}

function firstLine() {
  const line = [...text().querySelectorAll(".line:not(.cut)")].find((one) => one.textContent.trim());
  const start = Number(line?.dataset.start ?? 0);
  return { start, end: start + [...(line?.textContent ?? "")].length };
}

function open(found, title) {
  editing = found;
  const { claim } = found;
  document.getElementById("edit-title").textContent = title;
  document.getElementById("edit-quote").textContent = claim.exact;
  const values = { ...claim, speakers: claim.speakers.join("; "), credibility: claim.credibility ?? "", why: "", name: "", relation: "claims" };
  for (const field of form.elements) if (field.name in values) field.value = values[field.name];
  if (form.elements.bears_on.value !== claim.bears_on) {
    form.elements.bears_on.add(new Option(claim.bears_on_name || claim.bears_on, claim.bears_on, false, true));
  }
  listEvidence(found);
  restore();
  dialog.showModal();
  form.elements.kind.focus();
}

function listEvidence({ claim, evidence }) {
  const held = document.getElementById("edit-evidence");
  held.replaceChildren();
  for (const item of evidence) {
    const place = ["claims", "denied_by"].find((name) => item[name].includes(claim.id));
    if (!place) continue;
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    box.dataset.evidence = item.id;
    box.dataset.place = place;
    label.append(box, ` ${place === "claims" ? "reports" : "denies"}: ${item.name}`);
    const entry = document.createElement("li");
    entry.append(label);
    held.append(entry);
  }
  const free = evidence.filter((item) => !item.claims.includes(claim.id) && !item.denied_by.includes(claim.id));
  form.elements.evidence.replaceChildren(
    new Option("no more evidence", ""),
    new Option("a new piece of evidence…", "*"),
    ...free.map((item) => new Option(item.name, item.id)),
  );
  document.getElementById("edit-new").hidden = true;
}

form?.elements.evidence.addEventListener("change", ({ target }) => {
  document.getElementById("edit-new").hidden = target.value !== "*";
  if (target.value === "*" && !form.elements.name.value) form.elements.name.value = editing.claim.exact;
});

for (const button of form?.querySelectorAll("[data-ends]") ?? []) {
  button.addEventListener("click", async () => {
    const [first, last] = button.dataset.ends.split(" ").map(Number);
    const { start, end } = editing.quote ?? editing.claim;
    const made = await send("/reader/quote", { source: here.dataset.source, start, end, first, last });
    editing.quote = made.quote;
    if (editing.isNew) { editing.record = made; editing.claim.id = made.id; }
    document.getElementById("edit-quote").textContent = made.quote.exact;
  });
}

/* What is typed outlives a reload. */
const key = () => `draft ${base} claim ${editing.isNew ? `new ${here.dataset.source}` : editing.claim.id}`;
form?.addEventListener("input", () => {
  const typed = Object.fromEntries([...form.elements].filter((field) => field.name).map((field) => [field.name, field.value]));
  localStorage.setItem(key(), JSON.stringify(typed));
});
function restore() {
  const typed = JSON.parse(localStorage.getItem(key()) ?? "null");
  if (!typed) return;
  for (const field of form.elements) if (field.name in typed) field.value = typed[field.name];
  document.getElementById("edit-new").hidden = form.elements.evidence.value !== "*";
  say("What you had typed here and not saved is back; Cancel drops it.");
}

dialog?.addEventListener("close", () => {
  if (dialog.returnValue === "cancel") localStorage.removeItem(key());
  dialog.returnValue = "";
});
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter?.value === "cancel") { dialog.close("cancel"); return; }
  const values = Object.fromEntries([...form.elements].filter((field) => field.name).map((field) => [field.name, field.value.trim()]));
  const changes = editing.isNew ? [made(values)] : edited(values);
  changes.push(...judged(values), ...linked(values));
  if (!changes.length) { dialog.close("cancel"); say("Nothing was changed."); return; }
  const id = editing.claim.id;
  await act(changes.map((change) => ({ ...change, why: values.why })), editing.isNew ? "Claim made." : "Claim changed.");
  localStorage.removeItem(key());
  dialog.close("saved");
  getSelection().removeAllRanges();
  pick(id, { focus: true });
});

/** The attribution chain: links that are still named stay as they were read. */
function chained(words) {
  const names = words.split(";").map((name) => name.trim()).filter(Boolean);
  return names.map((name) => editing.chain.find((link) => (link.resolved ?? link.who) === name) ?? { who: name });
}

function made(values) {
  const { known, ...record } = editing.record;
  const chosen = { chain: chained(values.speakers), certainty: { level: values.level, words: values.words } };
  for (const name of ["kind", "said", "happened", "actor", "direction", "bears_on"]) if (values[name]) chosen[name] = values[name];
  return { target: `claim/${record.id}`, to: { ...record, ...chosen } };
}

function edited(values) {
  const { claim } = editing;
  const target = (name) => `claim/${claim.id}/${name}`;
  const changes = ["kind", "said", "happened", "actor", "direction", "bears_on"]
    .filter((name) => values[name] !== claim[name])
    .map((name) => ({ target: target(name), to: values[name] || null }));
  if (values.speakers !== claim.speakers.join("; ")) changes.push({ target: target("chain"), to: chained(values.speakers) });
  if (values.level !== claim.level || values.words !== claim.words) {
    changes.push({ target: target("certainty"), to: { level: values.level, words: values.words } });
  }
  if (editing.quote && (editing.quote.start !== claim.start || editing.quote.end !== claim.end)) {
    changes.push({ target: target("quote"), to: editing.quote });
  }
  return changes;
}

function judged(values) {
  const was = editing.claim.credibility;
  const now = values.credibility === "" ? null : Number(values.credibility);
  return now === was ? [] : [{ target: `claim/${editing.claim.id}/credibility`, to: now }];
}

function linked(values) {
  const { claim, evidence } = editing;
  const of = (id) => evidence.find((item) => item.id === id);
  const dropped = [...document.querySelectorAll("#edit-evidence input:not(:checked)")].map(({ dataset }) => ({
    target: `evidence/${dataset.evidence}/${dataset.place}`,
    to: of(dataset.evidence)[dataset.place].filter((id) => id !== claim.id),
  }));
  if (!values.evidence) return dropped;
  if (values.evidence !== "*") {
    const to = [...of(values.evidence)[values.relation], claim.id];
    return [...dropped, { target: `evidence/${values.evidence}/${values.relation}`, to }];
  }
  const record = { name: values.name || claim.exact, [values.relation]: [claim.id] };
  if (values.happened) record.happened = values.happened;
  return [...dropped, { target: `evidence/e-${claim.id}`, to: record }];
}

/* The claim in the address is in sight when the page opens. */
document.querySelector("#text .lit")?.scrollIntoView({ block: "center" });
const asked = new URL(location.href).searchParams.has("edit") && !reading.matches;
if (current()) pick(current().dataset.claim, { scroll: false });
if (current() && asked) perform("edit");
