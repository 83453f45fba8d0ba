// Home: open the demo, or make a case and send it the files that were chosen.
import { forget, send, upload } from "./page.js";

document.getElementById("demo").addEventListener("click", async ({ target }) => {
  target.disabled = true;
  target.textContent = "Making it…";
  try {
    location.href = (await send("/demo")).address;
  } finally {
    target.disabled = false;
    target.textContent = "Open the demo";
  }
});

const form = document.getElementById("new");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { question, name, files } = form.elements;
  const { address } = await send("/cases", { question: question.value, name: name.value });
  if (files.files.length) await upload(files.files, address.replace(/\/sources$/, ""));
  forget(question);
  forget(name);
  location.href = address;
});

/* Files can be dropped anywhere on the form; they wait there for the question. */
for (const name of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) form.elements.files.files = event.dataTransfer.files;
  });
}
