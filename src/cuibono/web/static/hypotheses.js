// Hypotheses: priors in per cent, new ones, renaming and removing.
import { act, forget } from "./page.js";

document.addEventListener("change", async ({ target }) => {
  if (!target.dataset.percent) return;
  const value = target.valueAsNumber;
  await act({ target: target.dataset.percent, to: Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e8 });
});

document.getElementById("add").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.elements.name;
  const name = field.value.trim();
  const id = slug(name);
  await act({ target: `hypothesis/${id}`, to: { id, name } }, `“${name}” is a hypothesis now.`);
  forget(field);
  field.focus();
});

/** A short id of the name's own words that no hypothesis has yet. */
function slug(name) {
  const taken = new Set([...document.querySelectorAll("[data-share]")].map((row) => row.dataset.share));
  const words = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
  const stem = words || "hypothesis";
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}

const dialog = document.getElementById("rename");
document.addEventListener("click", async ({ target }) => {
  if (target.dataset?.remove) {
    await act({ target: `hypothesis/${target.dataset.remove}`, to: null }, `“${target.dataset.name}” is removed.`);
  } else if (target.dataset?.rename) {
    const field = document.getElementById("rename-name");
    field.value = target.dataset.name;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", async () => {
      const name = field.value.trim();
      if (dialog.returnValue !== "keep" || !name || name === target.dataset.name) return;
      await act({ target: `hypothesis/${target.dataset.rename}/name`, to: name });
    }, { once: true });
  }
});
