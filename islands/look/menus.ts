// A <details class="menu"> closes by Escape, by a click beside it and when focus leaves it.
// The drawer of the navigation (#nav) closes by Escape too.
const open = () => document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");

function close(menu: HTMLDetailsElement, back: boolean): void {
  menu.open = false;
  if (back) menu.querySelector("summary")?.focus();
}

function step(menu: HTMLDetailsElement, by: number): void {
  const entries = [...menu.querySelectorAll<HTMLElement>(".menu-body a, .menu-body button")];
  const now = entries.indexOf(document.activeElement as HTMLElement);
  entries[(now + by + entries.length) % entries.length]?.focus();
}

export function menus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) close(menu, false);
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) close(menu, false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of open()) close(menu, true);
      if (location.hash === "#nav") location.hash = "#main";
      return;
    }
    const menu = (event.target as HTMLElement).closest<HTMLDetailsElement>("details.menu[open]");
    if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    step(menu, event.key === "ArrowDown" ? 1 : -1);
  });
}
