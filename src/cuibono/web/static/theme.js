// Before anything is drawn: the theme that was chosen, so that no page flashes in the other one.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
