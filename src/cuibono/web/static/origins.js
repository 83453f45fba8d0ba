// Origins: merge and split, each with its consequence shown before anything is written.
import { act, forget, say, send, showShares, turn } from "./page.js";

const dialog = document.getElementById("consequence");
const chosen = () => document.querySelector("#chosen [data-origin]");
const nameOf = (id) => document.querySelector(`#origin-${CSS.escape(id)} th a`)?.textContent
  ?? document.querySelector(`#goes-back-to option[value="${CSS.escape(id)}"]`)?.textContent ?? id;
const ticked = () => [...document.querySelectorAll("[data-tick]:checked")].map((box) => box.dataset.tick);

/* What it would change: bars with ghosts, a sentence, the number of voices, and what would be counted twice. */
let planned = null;
async function consider(changes, what, done) {
  let answer = null;
  say("Working out what this would change …");
  try {
    answer = await send("/preview", changes);
    await bars();
  } catch {
    restore(); // what was refused has been said
    return;
  }
  planned = { changes, done, answer };
  const { before, after, warnings } = answer.voices;
  document.getElementById("consequence-what").textContent = what;
  document.getElementById("consequence-sentence").textContent = answer.sentence;
  document.getElementById("consequence-voices").textContent =
    `Independent origins: ${before.independent} → ${after.independent} (doubtful ones in part: ${before.effective.toFixed(1)} → ${after.effective.toFixed(1)}).`;
  document.getElementById("consequence-warnings").replaceChildren(...warnings.map(warned));
  showShares(answer.shares);
  dialog.returnValue = "";
  say(answer.sentence);
  dialog.showModal();
}

/** Until the bars that it is shown on are there. */
async function bars() {
  const place = document.getElementById("consequence-shares");
  while (place.hasAttribute("aria-busy")) await new Promise((done) => { setTimeout(done, 50); });
}

function warned(sentence) {
  const note = Object.assign(document.createElement("p"), { className: "note warning", textContent: sentence });
  note.setAttribute("role", "alert");
  return note;
}

dialog?.addEventListener("close", async () => {
  const { changes, done, answer } = planned;
  showShares(answer.shares.map((share) => ({ ...(share.before ?? share), before: null })));
  if (dialog.returnValue !== "do") { say("Nothing was changed."); restore(); return; }
  const why = document.getElementById("why");
  await act(changes.map((change) => ({ ...change, why: why.value })), [done, ...answer.voices.warnings].join(" "));
  forget(why);
  for (const box of document.querySelectorAll("[data-tick]:checked")) box.checked = false;
  countTicked();
});

/** What was chosen or typed and not done goes back to what is so. */
function restore() {
  for (const field of document.querySelectorAll("[data-weigh]")) field.value = field.defaultValue;
  const select = document.getElementById("goes-back-to");
  if (select) select.value = [...select.options].find((one) => one.defaultSelected)?.value ?? "";
}

/* Merge: the ticked origins go back to one of them. */
function countTicked() {
  const all = ticked();
  const bar = document.getElementById("merging");
  if (!bar) return;
  bar.hidden = all.length < 2;
  document.getElementById("ticked").textContent = `${all.length} origins ticked:`;
  const into = document.getElementById("into");
  const was = into.value;
  into.replaceChildren(...all.map((id) => new Option(nameOf(id), id, false, id === was)));
}

async function merge() {
  const all = ticked();
  if (all.length < 2) { say("Tick two or more origins to merge them."); return; }
  const into = document.getElementById("into").value;
  const back = document.getElementById(`origin-${into}`).dataset.back;
  const changes = all.includes(back) ? [{ target: `origin/${into}/goes-back-to`, to: null }] : [];
  for (const id of all.filter((one) => one !== into)) changes.push(...goingBack(id, into));
  await consider(changes, `${all.length} origins become one voice, “${nameOf(into)}”.`, "Merged.");
}

const goingBack = (id, to) => [
  { target: `origin/${id}/goes-back-to`, to: to || null },
  { target: `origin/${id}/copy-probability`, to: to ? 1 : null },
];

/* Split: a link is cut, claims get an origin of their own, or every document counts by itself. */
const free = (id) => {
  let number = 2;
  while (document.querySelector(`[value="${CSS.escape(`${id}-${number}`)}"]`)) number += 1;
  return `${id.slice(0, 50)}-${number}`;
};

function fresh(id, name) {
  const anonymous = document.getElementById("anonymous").checked;
  const letter = document.getElementById("reliability").value;
  return { target: `origin/${id}`, to: { name, anonymous, ...(letter ? { reliability: letter } : {}), because: "taken apart by an analyst" } };
}
const moved = (ids, to) => ids.map((id) => ({ target: `claim/${id}/origin`, to }));

async function move() {
  const ids = [...document.querySelectorAll("[data-move]:checked")].map((box) => box.dataset.move);
  if (!ids.length) { say("Tick the claims to move first."); return; }
  const to = document.getElementById("move-to").value;
  const claims = ids.length === 1 ? "1 claim" : `${ids.length} claims`;
  if (to !== "*") { await consider(moved(ids, to), `${claims} move to “${nameOf(to)}”.`, "Moved."); return; }
  const name = document.getElementById("move-name").value.trim() || `${nameOf(chosen().dataset.origin)}, apart`;
  const id = free(chosen().dataset.origin);
  await consider([fresh(id, name), ...moved(ids, id)], `${claims} get an origin of their own, “${name}”.`, "Split.");
}

async function apart() {
  const { origin, apart: claims, names } = chosen().dataset;
  const [, ...others] = JSON.parse(names);
  const own = JSON.parse(claims);
  const name = chosen().querySelector("h2").textContent;
  const start = Number(free(origin).split("-").at(-1));
  const changes = others.flatMap((source, number) => {
    const id = `${origin.slice(0, 50)}-${start + number}`;
    return [fresh(id, `${name}, as ${source.name} has it`), ...moved(own[source.id], id)];
  });
  await consider(changes, `“${name}” counts ${others.length + 1} times, once for each document.`, "Counted apart.");
}

const cut = (id) => consider(goingBack(id, ""), `“${nameOf(id)}” counts as independent.`, "Counted apart.");

/* What is asked for. */
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-do]");
  const go = target.closest("[data-go]");
  if (go) location.href = go.dataset.go;
  else if (button?.dataset.do === "merge") await merge();
  else if (button?.dataset.do === "move") await move();
  else if (button?.dataset.do === "apart") await apart();
  else if (button?.dataset.do === "cut") await cut(button.dataset.of);
});
document.addEventListener("change", async ({ target }) => {
  if (target.matches("[data-tick]")) { countTicked(); return; }
  const id = chosen()?.dataset.origin;
  if (target.id === "anonymous") await act({ target: `origin/${id}/anonymous`, to: target.checked });
  else if (target.id === "goes-back-to" && target.value) {
    await consider(goingBack(id, target.value), `“${nameOf(id)}” is what “${nameOf(target.value)}” says, and no voice of its own.`, "Merged.");
  } else if (target.id === "goes-back-to") await cut(id);
  else if (target.dataset.weigh && target.value !== "") {
    await consider([{ target: target.dataset.weigh, to: target.valueAsNumber }], `${target.labels[0].textContent}: ${target.value}.`, "Set.");
  }
});
document.addEventListener("keydown", async (event) => {
  const typing = event.target.matches?.("input:not([type='checkbox']), textarea, select") || event.target.closest?.("dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "m") await merge();
  else if (event.key === "u") await turn("undo");
});
document.addEventListener("cuibono:refreshed", countTicked);
