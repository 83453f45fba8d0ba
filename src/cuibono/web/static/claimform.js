// The form of a claim: editing one or making one; what differs when it is saved is what is set, as one act.
import { act, answerOf, say, send } from "./page.js";
import { firstLine, go, here, lit, pick, selected } from "./reader-text.js";

const base = document.body.dataset.case;
const dialog = document.getElementById("edit");
const form = document.getElementById("edit-form");
let editing = null;

/** Open the form on a claim. */
export async function openEdit(id) {
  const found = await answerOf(await fetch(`${base}/reader/claim.json?id=${encodeURIComponent(id)}`));
  open({ ...found, isNew: false, quote: null }, "Edit the claim");
}

/** Open the form for a claim on what is selected, on the lit words, or on the first line. */
export async function openNew() {
  const chosen = selected() ?? lit() ?? firstLine();
  if (!chosen) { say("There is no text here to quote; keep some of its lines first."); return; }
  const made = await send("/reader/quote", { source: here.dataset.source, ...chosen });
  if (made.known) { say("There is a claim of yours on these very words already; it is lit now."); go(made.id); return; }
  const { evidence } = await answerOf(await fetch(`${base}/reader/claim.json`));
  const blank = { speakers: [], level: "asserted", words: "", said: "", happened: "", actor: "", direction: "", bears_on: "", credibility: null };
  const claim = { ...blank, id: made.id, kind: "evidence", exact: made.quote.exact, shown: made.shown, start: made.quote.start, end: made.quote.end };
  open({ claim, chain: [], evidence, isNew: true, quote: made.quote, record: made }, "New claim");
}

function open(found, title) {
  editing = found;
  const { claim } = found;
  document.getElementById("edit-title").textContent = title;
  document.getElementById("edit-quote").textContent = claim.shown;
  const values = { ...claim, speakers: claim.speakers.join("; "), credibility: claim.credibility ?? "", why: "", name: "", relation: "claims" };
  for (const field of form.elements) if (field.name in values) field.value = values[field.name];
  if (form.elements.bears_on.value !== claim.bears_on) {
    form.elements.bears_on.add(new Option(claim.bears_on_name || "a draft that the case no longer has", claim.bears_on, false, true));
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
    document.getElementById("edit-quote").textContent = made.shown;
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
  const { known, shown, ...record } = editing.record;
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
