// A form or button with data-confirm="…" (or hx-confirm) asks in the page's own dialog first.
function ask(question: string, danger: boolean): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("#ask");
  if (!dialog?.showModal) return Promise.resolve(window.confirm(question));
  dialog.querySelector("[data-question]")!.textContent = question;
  const yes = dialog.querySelector("[value=yes]")!;
  yes.classList.toggle("btn-danger", danger);
  yes.classList.toggle("btn-primary", !danger);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) =>
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }),
  );
}

export function confirmations(): void {
  const granted = new WeakSet<HTMLFormElement>();
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const by = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    const asking = by?.dataset.confirm ? by : form.dataset.confirm ? form : null;
    if (!asking || granted.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asking.dataset.confirm!, asking.hasAttribute("data-danger")).then((yes) => {
      if (!yes) return;
      granted.add(form);
      form.requestSubmit(by ?? undefined);
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    const { question, issueRequest, elt } = (event as CustomEvent).detail;
    if (!question) return;
    event.preventDefault();
    ask(question, elt.hasAttribute("data-danger")).then((yes) => yes && issueRequest(true));
  });
}
