// Long choices: [data-find] on a <select> or on a tick list gets a box that narrows it by a few characters.
// What is chosen always stays in view, so narrowing never hides a choice that will be sent. Enter takes the
// first that fits and does not send the form.
const LONG = 15;

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, "");
}

function holds(text: string, words: string[]): boolean {
  return words.every((word) => plain(text).includes(word));
}

function box(words: [string, string, string]): [HTMLElement, HTMLInputElement, HTMLElement] {
  const frame = document.createElement("div");
  const field = document.createElement("input");
  const told = document.createElement("span");
  frame.className = "find-in";
  field.type = "search";
  field.placeholder = words[0];
  field.setAttribute("aria-label", words[0]);
  told.className = "muted small";
  told.setAttribute("role", "status");
  frame.append(field, told);
  return [frame, field, told];
}

function inSelect(select: HTMLSelectElement, words: [string, string, string]): void {
  const options = [...select.options].filter((one) => one.value !== "");
  if (options.length < LONG) return;
  const [frame, field, told] = box(words);
  const narrow = (): void => {
    const wanted = field.value.split(/\s+/).map(plain).filter(Boolean);
    let left = 0;
    for (const one of options) {
      const place = one.parentElement instanceof HTMLOptGroupElement ? one.parentElement.label : "";
      const fits = holds(place + one.text, wanted);
      one.hidden = !fits && !one.selected;
      left += fits ? 1 : 0;
    }
    for (const group of select.querySelectorAll("optgroup"))
      group.hidden = [...group.querySelectorAll("option")].every((one) => one.hidden);
    told.textContent = wanted.length ? (left ? words[1].replace("{n}", String(left)) : words[2]) : "";
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = options.find((one) => !one.hidden && !one.selected);
    if (!field.value.trim() || !first) return;
    select.value = first.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    narrow();
    select.focus();
  });
  select.before(frame);
}

function inList(list: HTMLElement, words: [string, string, string]): void {
  const rows = [...list.querySelectorAll<HTMLLabelElement>("label")];
  if (rows.length < LONG) return;
  const [frame, field, told] = box(words);
  const counted = document.documentElement.lang === "en" ? "{n} ticked" : "已勾选 {n} 个";
  const narrow = (): void => {
    const wanted = field.value.split(/\s+/).map(plain).filter(Boolean);
    const ticked = rows.filter((row) => row.querySelector("input")?.checked).length;
    let left = 0;
    for (const part of list.querySelectorAll<HTMLElement>("[data-place]")) {
      let shown = 0;
      for (const row of part.querySelectorAll("label")) {
        const fits = holds((part.dataset.place ?? "") + row.textContent, wanted);
        row.hidden = !fits && !row.querySelector("input")?.checked;
        shown += row.hidden ? 0 : 1;
        left += fits ? 1 : 0;
      }
      part.hidden = shown === 0;
      if (part instanceof HTMLDetailsElement && wanted.length) part.open = shown > 0;
    }
    const found = wanted.length ? (left ? words[1].replace("{n}", String(left)) : words[2]) : "";
    told.textContent = [ticked ? counted.replace("{n}", String(ticked)) : "", found].filter(Boolean).join(" · ");
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.addEventListener("change", narrow);
  list.before(frame);
  for (const one of list.querySelectorAll("details")) one.open = !!one.querySelector("input:checked");
  narrow();
}

export function choosing(): void {
  const words: [string, string, string] =
    document.documentElement.lang === "en"
      ? ["Type a few characters to find", "{n} found", "none has these characters"]
      : ["输入几个字查找", "找到 {n} 个", "没有名称含这几个字的"];
  for (const one of document.querySelectorAll<HTMLElement>("[data-find]"))
    one instanceof HTMLSelectElement ? inSelect(one, words) : inList(one, words);
}
