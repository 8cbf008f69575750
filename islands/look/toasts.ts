// Short messages at the corner: those the page brought, and those an answer to htmx announces by
// HX-Trigger: {"toast": {"text": "…", "kind": "success"}}. Errors stay until they are closed.
const LINGERS = 8000;

function arm(toast: HTMLElement): void {
  toast.querySelector(".close")?.addEventListener("click", () => toast.remove());
  if (!toast.classList.contains("error")) setTimeout(() => toast.remove(), LINGERS);
}

export function toasts(): void {
  const place = document.querySelector<HTMLElement>(".toasts");
  if (!place) return;
  place.querySelectorAll<HTMLElement>(".toast-note").forEach(arm);
  const pattern = document.querySelector<HTMLTemplateElement>("#toast");
  const show = (text: string, kind: string) => {
    if (!pattern) return;
    const toast = (pattern.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    toast.classList.add(kind);
    toast.querySelector("p")!.textContent = text;
    place.append(toast);
    arm(toast);
  };
  document.addEventListener("toast", (event) => {
    const { text, value, kind } = (event as CustomEvent).detail;
    show(text ?? value, kind ?? "success");
  });
  const wrong = () => show(place.dataset.failed ?? "", "error");
  document.addEventListener("htmx:responseError", wrong);
  document.addEventListener("htmx:sendError", () => show(place.dataset.offline ?? "", "error"));
}
