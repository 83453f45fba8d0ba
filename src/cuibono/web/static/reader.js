// Reader: claims are lit and judged, by keys and by hand.
import { act, say, turn } from "./page.js";
import { openEdit, openNew } from "./claimform.js";
import { current, go, here, items, pick, selected } from "./reader-text.js";
import { trimSelected } from "./trimline.js";

const phone = matchMedia("(max-width: 40rem)");

function step(by) {
  const all = items();
  const at = all.findIndex((item) => item.hasAttribute("aria-current"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (next) go(next.dataset.claim);
  else document.querySelector(`section[aria-label="Text"] a[rel="${by > 0 ? "next" : "prev"}"]`)?.click();
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
  if (phone.matches) return;
  if (event.key === "u") { event.preventDefault(); await turn("undo"); }
  else if (KEYS[event.key]) { event.preventDefault(); await perform(KEYS[event.key]); }
});

for (const form of ["choose", "order"]) {
  document.getElementById(form)?.addEventListener("change", ({ currentTarget }) => currentTarget.requestSubmit());
}

document.addEventListener("selectionchange", () => {
  if (here) document.getElementById("chosen").hidden = !selected();
});

/* The claim in the address is in sight when the page opens. */
document.querySelector("#text .lit")?.scrollIntoView({ block: "center" });
const asked = new URL(location.href).searchParams.has("edit") && !phone.matches;
if (current()) pick(current().dataset.claim, { scroll: false });
if (current() && asked) perform("edit");
