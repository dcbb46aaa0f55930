// One key decides a pair: a button that names its key is pressed by it. Without this script the buttons work as they are,
// and so do their access keys. Whoever is disturbed by single keys turns them off; the browser remembers it.
const keys = document.querySelector("[data-keys]");
const REMEMBERED = "review-keys";

if (keys) {
  keys.closest("p").hidden = false;
  keys.checked = localStorage.getItem(REMEMBERED) !== "off";
  keys.addEventListener("change", () => localStorage.setItem(REMEMBERED, keys.checked ? "on" : "off"));
}

let isSent = false;
document.addEventListener("submit", (event) => (isSent ? event.preventDefault() : (isSent = true)));
// A page that the back button brings back may send again; the server keeps the same answer once.
addEventListener("pageshow", () => (isSent = false));

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey || event.repeat || (keys && !keys.checked)) return;
  const button = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
