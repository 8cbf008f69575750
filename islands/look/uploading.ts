// A form[data-uploading] shows how far its file is, and refuses one that is too large before it is sent.
// Without this script the form is sent as any other.
type Answer = { url?: string; errors?: string[] };

function tell(form: HTMLFormElement, text: string): void {
  const trouble = form.querySelector<HTMLElement>("[data-trouble]")!;
  trouble.hidden = !text;
  trouble.querySelector("p")!.textContent = text;
  if (text) trouble.scrollIntoView({ block: "nearest" });
}

function send(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLElement>("[data-progress]")!;
  const button = form.querySelector<HTMLButtonElement>("button.btn-primary")!;
  const request = new XMLHttpRequest();
  const again = (text: string) => {
    bar.hidden = true;
    button.disabled = false;
    tell(form, text);
  };
  tell(form, "");
  bar.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    const share = lengthComputable ? Math.floor((100 * loaded) / total) : 0;
    bar.querySelector("progress")!.value = share;
    bar.querySelector("span")!.textContent = `${form.dataset.sending} ${share}%`;
  });
  request.addEventListener("error", () => again(form.dataset.lost ?? ""));
  request.addEventListener("load", () => {
    if (request.status === 413) return again(form.dataset.tooLarge ?? "");
    let answer: Answer = {};
    try {
      answer = JSON.parse(request.responseText) as Answer;
    } catch {
      return again(form.dataset.lost ?? "");
    }
    if (answer.url) window.location.assign(answer.url);
    else again((answer.errors ?? []).join(" "));
  });
  request.open("POST", form.action);
  request.setRequestHeader("X-Uploading", "1");
  request.send(new FormData(form));
}

export function uploading(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-uploading]").forEach((form) => {
    const field = form.querySelector<HTMLInputElement>("input[type=file]")!;
    const tooLarge = () => (field.files?.[0]?.size ?? 0) > Number(form.dataset.most);
    field.addEventListener("change", () => tell(form, tooLarge() ? form.dataset.tooLarge! : ""));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (tooLarge()) tell(form, form.dataset.tooLarge!);
      else send(form);
    });
  });
}
