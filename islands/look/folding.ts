// On a phone a long filter bar shows its first field; the others unfold, unless one of them is in use.
const NARROW = matchMedia("(max-width: 860px)");
const SHOWN = 1;

function used(field: Element): boolean {
  const one = field.querySelector<HTMLInputElement | HTMLSelectElement>("input, select");
  if (one instanceof HTMLInputElement && one.type === "checkbox") return one.checked;
  return !!one && one.value !== "" && one.value !== (one as HTMLSelectElement).options?.[0]?.value;
}

export function folding(): void {
  if (!NARROW.matches) return;
  const words = document.documentElement.lang === "en" ? "More" : "更多条件";
  for (const bar of document.querySelectorAll<HTMLElement>("form.filter")) {
    const fields = [...bar.children].filter((one) => one.querySelector("input:not([type=hidden]), select"));
    const rest = fields.slice(SHOWN);
    if (rest.length < 2 || rest.some(used)) continue;
    const more = document.createElement("button");
    more.type = "button";
    more.className = "btn btn-plain";
    more.textContent = words;
    more.setAttribute("aria-expanded", "false");
    more.addEventListener("click", () => {
      bar.classList.remove("folded");
      more.remove();
      rest[0]?.querySelector<HTMLElement>("input, select")?.focus();
    });
    rest.forEach((field) => field.classList.add("filter-rest"));
    bar.classList.add("folded");
    bar.append(more);
  }
}
