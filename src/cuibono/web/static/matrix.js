// The grid: keys and clicks become acts, and what an act did is written back without ever replacing the focused cell.
import { act, draftOf, look, saved, say, showShares } from "./page.js";

const grid = document.querySelector("table[role=grid]");
const codes = { 1: "II", 2: "I", 3: "N", 4: "C", 5: "CC", 0: "NA" };
const base = document.body.dataset.case;
const rows = () => [...grid.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("td[data-e]")]).filter((row) => row.length);
let table = grid ? rows() : [];
let at = [0, 0];
let from = null;

const cellAt = ([row, column]) => table[row]?.[column];
const current = () => cellAt(at);
const find = (evidence, hypothesis) => grid.querySelector(`td[data-e="${CSS.escape(evidence)}"][data-h="${CSS.escape(hypothesis)}"]`);

/* The cell in focus is found again when the grid is drawn anew: transposed, ordered, filtered, or with new evidence. */
const memory = `cell ${base}`;
const remember = () => sessionStorage.setItem(memory, JSON.stringify({ ...current().dataset }));

function comeBack() {
  const { e, h } = JSON.parse(sessionStorage.getItem(memory) ?? "{}");
  sessionStorage.removeItem(memory);
  if (!e) return;
  const cell = find(e, h) ?? current();
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

if (grid) {
  current().tabIndex = 0;
  grid.addEventListener("focusin", ({ target }) => target.matches("td[data-e]") && come(placeOf(target)));
  grid.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td[data-e]");
    if (!cell) return;
    if (event.shiftKey) { event.preventDefault(); from ??= at; move(placeOf(cell), true); } else clearBlock();
  });
  grid.addEventListener("keydown", onKey);
  grid.addEventListener("copy", onCopy);
  grid.addEventListener("paste", onPaste);
  document.getElementById("view").addEventListener("submit", remember);
  document.getElementById("transpose").addEventListener("click", remember);
}

function placeOf(cell) {
  const row = table.findIndex((cells) => cells.includes(cell));
  return [row, table[row].indexOf(cell)];
}

function come(place) {
  current().tabIndex = -1;
  at = place;
  current().tabIndex = 0;
  detail();
}

function move([row, column], selecting = false) {
  const place = [Math.max(0, Math.min(table.length - 1, row)), 0];
  place[1] = Math.max(0, Math.min(table[place[0]].length - 1, column));
  if (selecting) from ??= at; else clearBlock();
  cellAt(place).focus();
  if (selecting) markBlock();
}

function clearBlock() {
  from = null;
  for (const cell of grid.querySelectorAll("td[aria-selected=true]")) cell.removeAttribute("aria-selected");
}

function block() {
  const [a, b] = [from ?? at, at];
  const [top, bottom] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
  const [left, right] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
  return table.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
}

function markBlock() {
  const chosen = new Set(block().flat());
  for (const cell of table.flat()) {
    if (chosen.has(cell)) cell.setAttribute("aria-selected", "true");
    else if (cell.hasAttribute("aria-selected")) cell.removeAttribute("aria-selected");
  }
}

async function onKey(event) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (step && !event.altKey) {
    event.preventDefault();
    const far = event.ctrlKey || event.metaKey ? 1e6 : 1;
    move([at[0] + step[0] * far, at[1] + step[1] * far], event.shiftKey);
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "Home") { event.preventDefault(); move([event.ctrlKey ? 0 : at[0], 0], event.shiftKey); }
  else if (event.key === "End") { event.preventDefault(); move([event.ctrlKey ? 1e6 : at[0], 1e6], event.shiftKey); }
  else if (event.key === "PageDown") { event.preventDefault(); move([at[0] + 10, at[1]], event.shiftKey); }
  else if (event.key === "PageUp") { event.preventDefault(); move([at[0] - 10, at[1]], event.shiftKey); }
  else if (plain && event.key in codes) { event.preventDefault(); await rate(codes[event.key]); }
  else if (plain && (event.key === "Delete" || event.key === "Backspace")) { event.preventDefault(); await rate(null); }
  else if (event.key === "Escape") { clearBlock(); }
  else if (plain && event.key === "Enter") { event.preventDefault(); await detail(0); document.getElementById("cell").querySelector("a")?.focus(); }
  else if (plain && event.key === "w") { event.preventDefault(); await detail(0); document.getElementById("why-text").focus(); }
  else if (plain && event.key === "t") { event.preventDefault(); document.getElementById("transpose").click(); }
}

/** Rate the block, or the one cell: what is drawn at once is what the server then confirms. */
async function rate(value) {
  const cells = block().flat();
  await set(cells.map((cell) => [cell, value]));
}

async function set(pairs) {
  const changes = pairs.map(([cell, to]) => ({ target: `rating/${cell.dataset.e}/${cell.dataset.h}`, to }));
  const before = pairs.map(([cell]) => cell.innerHTML);
  for (const [cell, to] of pairs) own(cell, to);
  const what = pairs.length === 1 ? undefined : `${pairs.length} cells.`;
  try {
    await act(changes.length === 1 ? changes[0] : changes, what);
  } catch {
    if (pairs.length === 1) pairs[0][0].innerHTML = before[0];
    else await renew();
  }
}

/** Draw the analyst's own rating in a cell, the others' and the machine's staying beside it. */
function own(cell, value) {
  cell.querySelector("b")?.remove();
  const shown = value === null ? null : typeof value === "number" ? value.toFixed(2).replace(/^0/, "") : value;
  if (shown !== null) cell.prepend(mark("b", shown));
}

function mark(kind, value, who = "") {
  const element = document.createElement(kind);
  element.className = `tone-${value.toLowerCase()}`;
  element.textContent = value;
  if (who) element.title = who;
  return element;
}

function paint(cell, content) {
  cell.replaceChildren();
  if (content.own) cell.append(mark("b", content.own));
  if (content.machine) cell.append(mark("i", content.machine));
  for (const [who, value] of Object.entries(content.others)) cell.append(mark("u", value, who));
}

/* What was undone, or changed elsewhere: fetch the grid's data and paint what differs. */
document.addEventListener("cuibono:acted", ({ detail: answer }) => {
  const [noun, evidence, hypothesis] = answer.entry.target.split("/");
  if (noun === "rating" && !answer.entry.batch && find(evidence, hypothesis)) repaint(evidence, hypothesis);
  else renew();
});
document.addEventListener("cuibono:stale", renew);

async function repaint(evidence, hypothesis) {
  const place = new URLSearchParams({ evidence, hypothesis });
  const reply = await fetch(`${base}/matrix/cell.json?${place}`);
  if (!reply.ok) return;
  const found = await reply.json();
  paint(find(evidence, hypothesis), found.cell);
  const focused = current();
  if (focused.dataset.e === evidence && focused.dataset.h === hypothesis) fill(found);
}

async function renew() {
  if (!grid) { location.reload(); return; }
  const found = await (await look(`${base}/matrix.json${location.search}`)).json();
  const shares = found.hypotheses.map((item) => item.share);
  if (layout(found) !== drawn()) {
    if (grid.contains(document.activeElement)) remember();
    location.reload();
    return;
  }
  showShares(shares.filter(Boolean));
  for (const cell of table.flat()) {
    paint(cell, found.cells[cell.dataset.e]?.[cell.dataset.h] ?? { own: null, machine: null, others: {} });
  }
  if (!document.getElementById("cell").hidden) await detail(0);
}

/* What the grid would be drawn anew for: a row or column more or less, another name, or that it can be weighed now. */
function layout(found) {
  const evidence = found.groups.flatMap((group) => group.evidence);
  return JSON.stringify([found.hypotheses.map(({ id, share }) => [id, !share]), found.sort === "told" ? [...evidence].sort() : evidence]);
}

function drawn() {
  const cells = table.flat();
  const evidence = [...new Set(cells.map((cell) => cell.dataset.e))];
  const rows = [...new Set(cells.map((cell) => cell.dataset.h))];
  const bare = (id) => !grid.querySelector(`[data-share="${CSS.escape(id)}"] .bar`);
  return JSON.stringify([rows.map((id) => [id, bare(id)]), document.getElementById("sort").value === "told" ? evidence.sort() : evidence]);
}

/* The cell in focus: its quotes, its band, who rated it and why. */
let asked = 0;
async function detail(wait = 150) {
  const ticket = ++asked;
  if (wait) await new Promise((done) => { setTimeout(done, wait); });
  if (ticket !== asked) return;
  const { e: evidence, h: hypothesis } = current().dataset;
  const reply = await fetch(`${base}/matrix/cell.json?${new URLSearchParams({ evidence, hypothesis })}`);
  if (reply.ok && ticket === asked) fill(await reply.json());
}

function fill(found) {
  const place = document.getElementById("cell");
  place.hidden = false;
  document.getElementById("cell-title").textContent = `${found.evidence.name} — if “${found.hypothesis.name}”`;
  document.getElementById("cell-quotes").replaceChildren(...found.quotes.map(quoted));
  if (!found.quotes.length) document.getElementById("cell-quotes").append(item("An assumption: no claim reports it."));
  document.getElementById("cell-ratings").replaceChildren(...found.ratings.map(rated));
  const value = found.cell.own ?? found.cell.machine ?? Object.values(found.cell.others)[0];
  document.getElementById("cell-band").textContent = band(value);
  reason(found);
}

/** The reason for one's own rating; what was typed for this cell and not kept stands in its place. */
function reason(found) {
  const field = document.getElementById("why-text");
  const keep = `why ${found.evidence.id}/${found.hypothesis.id}`;
  if (document.activeElement === field && field.dataset.keep === keep) return;
  field.dataset.keep = keep;
  field.value = draftOf(field) ?? found.cell.why ?? "";
}

function band(value) {
  if (!value) return "Not rated: taken to lie anywhere in the middle.";
  const step = [...document.querySelectorAll("#keys kbd")].find((key) => key.nextSibling?.textContent.trim().startsWith(`${value} `));
  const range = step?.nextElementSibling?.tagName === "SPAN" ? step.nextElementSibling.textContent : "";
  return range ? `${value}: the fact is taken to be true with a probability in ${range} if the hypothesis holds.` : `${value}.`;
}

function quoted(quote) {
  const line = document.createElement("li");
  const words = document.createElement("p");
  words.className = "quote";
  words.dir = "auto";
  words.textContent = quote.quote;
  const where = document.createElement("a");
  where.href = `${base}/reader?${new URLSearchParams({ source: quote.source, claim: quote.claim })}`;
  where.textContent = quote.title;
  const foot = document.createElement("p");
  foot.className = "quiet small";
  foot.append(quote.role === "denies" ? "Denied by " : "", quote.speaker ?? "the author", " in ", where);
  line.append(words, foot);
  return line;
}

function item(text) {
  const line = document.createElement("li");
  line.textContent = text;
  return line;
}

function rated(rating) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = rating.analyst;
  const value = document.createElement("td");
  value.append(mark("span", rating.value));
  value.firstChild.classList.add("badge");
  const why = document.createElement("td");
  why.textContent = rating.why;
  row.append(head, value, why);
  return row;
}

document.getElementById("why")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const cell = current();
  const value = cell.querySelector("b")?.textContent;
  if (value === undefined) { say("Rate the cell first; a reason belongs to a rating.", true); return; }
  const to = value.startsWith(".") || value.startsWith("1.") ? Number(value) : value;
  const field = document.getElementById("why-text");
  await act({ target: `rating/${cell.dataset.e}/${cell.dataset.h}`, to, why: field.value }, "The reason is kept.");
  saved(field);
  cell.focus();
});

/* To and from a spreadsheet: tab-separated, one line a row; unknown words are refused all together. */
function onCopy(event) {
  event.preventDefault();
  const text = block().map((row) => row.map((cell) => cell.querySelector("b")?.textContent ?? cell.firstElementChild?.textContent ?? "").join("\t")).join("\n");
  event.clipboardData.setData("text/plain", text);
  say("Copied.");
}

async function onPaste(event) {
  event.preventDefault();
  const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const pairs = [];
  const wrong = [];
  lines.forEach((line, down) => line.forEach((word, right) => {
    const cell = cellAt([at[0] + down, at[1] + right]);
    const to = parsed(word.trim());
    if (to === undefined || !cell) wrong.push(word.trim() || "(outside the grid)");
    else if (to !== "") pairs.push([cell, to]);
  }));
  const few = [...new Set(wrong)].slice(0, 5).map((word) => (word.length > 40 ? `${word.slice(0, 39)}…` : word));
  if (wrong.length) { say(`Nothing was pasted: ${few.join(", ")} cannot stand in this grid; give CC, C, N, I, II, NA or 0 to 1.`, true); return; }
  if (pairs.length) await set(pairs);
}

function parsed(word) {
  if (word === "") return "";
  if (/^(CC|C|N|I|II|NA)$/i.test(word)) return word.toUpperCase();
  const number = Number(word.replace(",", "."));
  return number >= 0 && number <= 1 ? number : undefined;
}

/* The first arrow key goes into the grid, to the cell that was in focus last; nobody has to look for the way in. */
document.addEventListener("keydown", (event) => {
  if (!grid || event.target !== document.body || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  current().focus();
});

document.getElementById("sort")?.addEventListener("change", ({ target }) => target.form.requestSubmit());
if (grid) comeBack();
