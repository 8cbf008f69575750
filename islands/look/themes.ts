// The theme is kept in a cookie, so that the server paints the next page right at once.
// On paper every page is light.
const root = document.documentElement;

function wear(theme: string): void {
  root.dataset.theme = theme;
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.bsTheme = dark ? "dark" : "light";
}

export function themes(): void {
  document.addEventListener("click", (event) => {
    const at = (event.target as HTMLElement).closest<HTMLElement>("[data-theme-choice]");
    if (!at) return;
    const theme = at.dataset.themeChoice!;
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    wear(theme);
    for (const one of document.querySelectorAll<HTMLElement>("[data-theme-choice]"))
      one.setAttribute("aria-pressed", String(one === at));
  });
  let before: string | undefined;
  window.addEventListener("beforeprint", () => {
    before = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
  });
  window.addEventListener("afterprint", () => {
    if (before) root.dataset.bsTheme = before;
  });
}
