// The Reader's text: which claim is lit in it, and what of it is selected, in code points of the stored text.
export const here = document.getElementById("reader");
export const text = () => document.getElementById("text");
export const items = () => [...document.querySelectorAll("#claims [data-claim]")];
export const current = () => document.querySelector("#claims [aria-current]");

/** Light a claim's words and its entry; false where its words are not in this part of the text. */
export function pick(id, { focus = false, scroll = true } = {}) {
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

/** Light a claim, in the part of the text that has it; one that was rejected has no place there. */
export function go(id) {
  if (pick(id, { focus: true })) return;
  if (items().find((item) => item.dataset.claim === id)?.classList.contains("rejected")) return;
  const address = new URL(location.href);
  address.searchParams.set("claim", id);
  for (const name of ["window", "list"]) address.searchParams.delete(name);
  location.href = address;
}

/** The offset of a place in the page: a run says where it begins, a character that is shown by name counts as one. */
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

/** The stretch that is selected; `null` where nothing of the text is. */
export function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text().contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = Math.min(offsetOf(range.endContainer, range.endOffset), 2 ** 31);
  return String(selection).trim() ? { start, end } : null;
}

/** The first and the last line that is selected, from 0. */
export function selectedLines() {
  const selection = getSelection();
  if (!selected()) return null;
  const range = selection.getRangeAt(0);
  const lines = [...text().querySelectorAll(".line")].filter((line) => range.intersectsNode(line));
  return lines.length ? [Number(lines[0].dataset.line), Number(lines.at(-1).dataset.line)] : null;
}

const lengthOf = (run) => (run.classList.contains("acting") ? 1 : [...run.textContent].length);
function stretch(place) {
  const runs = [...place].flatMap((one) => [...one.querySelectorAll("[data-at]")]);
  return runs.length ? { start: Number(runs[0].dataset.at), end: Number(runs.at(-1).dataset.at) + lengthOf(runs.at(-1)) } : null;
}

/** The stretch of the lit claim, as far as it is in this part. */
export const lit = () => stretch(text().querySelectorAll(".lit"));

/** The first line that says anything and is not trimmed. */
export const firstLine = () => stretch([...text().querySelectorAll(".line:not(.cut)")].filter((one) => one.textContent.trim()).slice(0, 1));
