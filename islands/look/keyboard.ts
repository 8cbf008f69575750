// "/" leads to the search; a key pressed while one writes stays a letter.
export function keyboard(): void {
  document.addEventListener("keydown", (event) => {
    const at = event.target as HTMLElement;
    const writing = at.isContentEditable || /^(input|textarea|select)$/i.test(at.tagName);
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector<HTMLInputElement>("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
