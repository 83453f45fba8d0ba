// Sources: begin to read; the bar at the top then shows how far it is, and stops it.
import { send, showWork } from "./page.js";

document.addEventListener("click", async ({ target }) => {
  if (target.id === "read") showWork(await send("/read"));
});
