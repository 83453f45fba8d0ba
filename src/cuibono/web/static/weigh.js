// Weigh: priors that can be tried before they are kept, and the balance of odds that is shown.
import { act, fetchParts, say, send, showShares } from "./page.js";

const moved = new Map();
let latest = 0;

document.addEventListener("input", async ({ target }) => {
  if (!target.dataset?.prior) return;
  moved.set(target.dataset.prior, target.valueAsNumber / 100);
  target.nextElementSibling.textContent = `${target.value} %`;
  target.form.querySelector("[type=submit]").disabled = false;
  const ticket = ++latest;
  await new Promise((done) => { setTimeout(done, 60); });
  if (ticket !== latest) return;
  const answer = await send("/preview", changes());
  if (ticket !== latest) return;
  showShares(answer.shares);
  say(`If so: ${answer.sentence} Nothing is written yet.`);
});

const changes = () => [...moved].map(([target, to]) => ({ target, to }));

document.addEventListener("submit", async (event) => {
  if (event.target.id !== "priors") return;
  event.preventDefault();
  const kept = changes();
  moved.clear();
  if (kept.length) await act(kept, "The priors are kept.");
});

document.addEventListener("reset", async (event) => {
  if (event.target.id !== "priors") return;
  moved.clear();
  latest += 1;
  showShares((await send("/preview", [])).shares);
  say("Back to what is written.");
  event.target.querySelector("[type=submit]").disabled = true;
  await new Promise(requestAnimationFrame);
  for (const slide of event.target.querySelectorAll("[data-prior]")) slide.nextElementSibling.textContent = `${slide.value} %`;
});

document.addEventListener("change", async ({ target }) => {
  if (!target.dataset?.choose) return;
  const place = document.getElementById("balance");
  place.dataset.part = `${target.dataset.choose}?${new URLSearchParams({ pair: target.value })}`;
  delete place.dataset.asked;
  await fetchParts();
  document.getElementById("pair").focus();
});
