// Choosing rows: the box in the head takes all on the page, the bar below counts and appears.
// Lists that narrow themselves: [data-submit-on-change]; printing: [data-print]; copying: [data-copy].
function count(form: HTMLElement): void {
  const boxes = [...form.querySelectorAll<HTMLInputElement>("tbody .pick input")];
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("tr")?.classList.toggle("chosen", box.checked);
  const all = form.querySelector<HTMLInputElement>("thead .pick input");
  if (all) {
    all.checked = boxes.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }
  const bar = form.querySelector<HTMLElement>(".bulk-bar");
  if (bar) bar.hidden = chosen.length === 0;
  for (const place of form.querySelectorAll("[data-chosen]")) place.textContent = String(chosen.length);
}

export function picking(): void {
  document.addEventListener("change", (event) => {
    const at = event.target as HTMLInputElement;
    const form = at.closest<HTMLElement>("[data-picking]");
    if (form && at.closest(".pick")) {
      if (at.closest("thead"))
        for (const box of form.querySelectorAll<HTMLInputElement>("tbody .pick input")) box.checked = at.checked;
      count(form);
    }
    if (at.closest("[data-submit-on-change]")) at.form?.requestSubmit();
  });
  document.querySelectorAll<HTMLElement>("[data-picking]").forEach(count);
  document.addEventListener("click", (event) => {
    const at = (event.target as HTMLElement).closest<HTMLElement>("[data-print], [data-copy], [data-fill]");
    if (!at) return;
    if (at.hasAttribute("data-print")) window.print();
    if (at.dataset.copy !== undefined) navigator.clipboard?.writeText(at.dataset.copy);
    if (at.dataset.fill !== undefined) fill(JSON.parse(at.dataset.fill));
  });
}

// [data-fill='{"id_login": "…"}'] writes into fields: the demo's list of persons to log in as.
function fill(values: Record<string, string>): void {
  for (const [id, value] of Object.entries(values)) {
    const field = document.getElementById(id) as HTMLInputElement | null;
    if (!field) continue;
    field.value = value;
    field.focus();
  }
}
