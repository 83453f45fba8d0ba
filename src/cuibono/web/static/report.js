// Report: what is chosen is shown at once; a change of the case renews the preview; a form that cannot be made says why.
import { say } from "./page.js";

const form = document.getElementById("choice");
const frame = document.getElementById("preview");

form?.addEventListener("change", ({ target }) => target.name !== "redact" && form.requestSubmit());

/* The preview takes its time; the page is there before it. */
const show = () => { if (frame) frame.src = frame.dataset.src; };
if (document.readyState === "complete") show(); else window.addEventListener("load", show);
document.addEventListener("cuibono:stale", show);

document.getElementById("forms")?.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  say("Writing the report …");
  const reply = await fetch(link.href);
  if (!reply.ok) { say((await reply.json().catch(() => ({ error: "It could not be written." }))).error, true); return; }
  const address = URL.createObjectURL(await reply.blob());
  const hidden = document.createElement("a");
  hidden.href = address;
  hidden.download = reply.headers.get("content-disposition")?.match(/filename="([^"]+)"/)?.[1] ?? "report";
  hidden.click();
  URL.revokeObjectURL(address);
  say(`${hidden.download} is written.`);
});
