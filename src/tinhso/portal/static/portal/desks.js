// Shows how far a file has come while it is sent. Without this script the form is sent as any form is.
for (const form of document.querySelectorAll("form[data-progress]")) {
  const bar = form.querySelector("progress");
  const said = form.querySelector("[role=status]");
  const button = form.querySelector("button");

  const failed = () => {
    bar.hidden = true;
    button.disabled = false;
    said.textContent = form.dataset.failed;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      bar.value = step.lengthComputable ? step.loaded / step.total : 0;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      said.textContent = form.dataset.checking;
    });
    // The server answers a form by leading to a page; that page is shown.
    request.addEventListener("load", () => (request.status < 400 ? location.assign(request.responseURL) : failed()));
    request.addEventListener("error", failed);
    request.open("POST", form.action);
    request.send(new FormData(form));
    bar.hidden = false;
    button.disabled = true;
    said.textContent = form.dataset.sending;
  });
}
