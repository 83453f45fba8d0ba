// History: the case taken back to where it was before an act.
import { follow, say, send } from "./page.js";

document.addEventListener("click", async ({ target }) => {
  if (!target.dataset?.back) return;
  const answer = await send("/history/back", { entry: target.dataset.back });
  say(`Everything of yours since then is taken back. ${answer.sentence}`);
  await follow(answer);
});
