// The trim line: what is furniture above or below it is dimmed and leaves the case; lines are cut or kept.
import { act, say } from "./page.js";
import { here, selectedLines, text } from "./reader-text.js";

const phone = matchMedia("(max-width: 40rem)");

/* What is sent is the whole list of blocks. */
const trims = () => JSON.parse(document.getElementById("trims").dataset.trims);
function cut(blocks, first, last, reason) {
  const apart = blocks.filter((one) => one.last < first - 1 || one.first > last + 1);
  const joined = blocks.filter((one) => !apart.includes(one));
  const whole = {
    first: Math.min(first, ...joined.map((one) => one.first)),
    last: Math.max(last, ...joined.map((one) => one.last)),
    reason,
  };
  return [...apart, whole].sort((one, other) => one.first - other.first);
}
function keep(blocks, first, last, reason) {
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

/** Trim the selected lines, or keep them where they are trimmed. */
export async function trimSelected() {
  const lines = selectedLines();
  if (!lines) { say("Select the lines to trim, or to keep, first."); return; }
  const [first, last] = lines;
  const isCut = trims().some((one) => one.first <= first && last <= one.last);
  getSelection().removeAllRanges();
  if (isCut) await trimTo(keep(trims(), first, last, reason), `${counted(first, last)} kept.`);
  else await trimTo(cut(trims(), first, last, reason), `${counted(first, last)} trimmed.`);
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
  if (!edge || phone.matches) return;
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
  if (!edge || phone.matches) return;
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
