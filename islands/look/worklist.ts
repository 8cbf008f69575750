// A worklist by keyboard: j and k move, x chooses, Enter opens, the keys of the buttons below act, ? tells.
// A key pressed while one writes, or with Ctrl, stays what it is.
const CURRENT = "current";

export function worklist(): void {
  const form = document.querySelector<HTMLFormElement>("[data-worklist]");
  if (!form) return;
  const rows = [...form.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  const keys = document.querySelector<HTMLDialogElement>("#keys");
  let at = -1;

  const go = (to: number): void => {
    rows[at]?.classList.remove(CURRENT);
    at = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[at];
    if (!row) return;
    row.classList.add(CURRENT);
    row.querySelector<HTMLElement>("th a")?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const box = (row: HTMLElement | undefined) => row?.querySelector<HTMLInputElement>(".pick input");
  const choose = (row: HTMLElement | undefined, checked?: boolean): void => {
    const one = box(row);
    if (!one) return;
    one.checked = checked ?? !one.checked;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const act = (button: HTMLButtonElement): void => {
    if (!rows.some((row) => box(row)?.checked)) {
      if (at < 0) return;
      choose(rows[at], true);
    }
    form.requestSubmit(button);
  };

  document.addEventListener("focusin", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLTableRowElement>("[data-worklist] tbody tr");
    if (!row || rows.indexOf(row) === at) return;
    rows[at]?.classList.remove(CURRENT);
    at = rows.indexOf(row);
    row.classList.add(CURRENT);
  });
  document.querySelector("[data-keys-help]")?.addEventListener("click", () => keys?.showModal());
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const writing = target.isContentEditable || (/^(input|textarea|select)$/i.test(target.tagName) &&
      (target as HTMLInputElement).type !== "checkbox");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const button = form.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`);
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "x") choose(rows[at]);
    else if (event.key === "?") keys?.showModal();
    else if (event.key === "Enter" && at >= 0 && !/^(a|button|summary)$/i.test(target.tagName))
      rows[at]?.querySelector<HTMLAnchorElement>("th a")?.click();
    else if (button) act(button);
    else return;
    event.preventDefault();
  });
}
