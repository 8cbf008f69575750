// The editor of custom rules: completes names at the cursor, and says under each field how it is understood.
// Without it the page works too: what is wrong is told after sending.

interface Candidate { text: string; label: string; name: string; kind: string; type: string; doc: string; start: number; end: number }
type Field = HTMLTextAreaElement | HTMLInputElement;

const later = (wait: number, run: () => void): (() => void) => {
  let timer = 0;
  return () => { window.clearTimeout(timer); timer = window.setTimeout(run, wait); };
};

async function ask<T>(form: HTMLFormElement, url: string, told: Record<string, string>): Promise<T | null> {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value);
  body.set("subject", form.querySelector<HTMLInputElement>("[name=subject]")!.value);
  for (const [name, value] of Object.entries(told)) body.set(name, value);
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}

function editor(form: HTMLFormElement, field: Field): void {
  const place = field.dataset.ruleText!;
  const label = field.labels?.[0]?.textContent?.trim() ?? "";
  const box = document.createElement("div");
  box.className = "rule-field";
  field.replaceWith(box);
  const list = document.createElement("div");
  list.className = "rule-candidates";
  list.id = `completions-${field.name}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.tabIndex = 0; // it scrolls
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "rule-told";
  told.setAttribute("aria-live", "polite");
  box.append(field, told, list); // the message stays readable above the candidates
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  // A field of one line is a combobox; one of several stays a text box, which cannot say that it is open.
  const expanded = (open: boolean) => {
    if (field instanceof HTMLInputElement) field.setAttribute("aria-expanded", String(open));
  };
  if (field instanceof HTMLInputElement) field.setAttribute("role", "combobox");
  expanded(false);

  let offered: Candidate[] = [];
  let chosen = -1;
  let asked = 0;

  const close = () => {
    asked += 1;
    list.hidden = true;
    chosen = -1;
    expanded(false);
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (number: number) => {
    chosen = (number + offered.length) % offered.length;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
    const at = list.children[chosen];
    field.setAttribute("aria-activedescendant", at.id);
    at.scrollIntoView({ block: "nearest" });
  };
  const take = (one: Candidate) => {
    const after = field.value.slice(one.end);
    const gap = one.text.endsWith("(") || place === "at" || /^[\s)}）]/.test(after) ? "" : place === "says" || place === "right" ? "" : " ";
    field.value = field.value.slice(0, one.start) + one.text + gap + after;
    const cursor = one.start + one.text.length + gap.length;
    field.setSelectionRange(cursor, cursor);
    close();
    field.focus();
    read();
  };
  const show = (found: Candidate[]) => {
    offered = found;
    list.replaceChildren(
      ...found.map((one, number) => {
        const item = document.createElement("div");
        item.id = `${list.id}_${number}`;
        item.setAttribute("role", "option");
        const name = document.createElement("strong");
        name.textContent = one.kind === "field" ? one.label : one.text;
        const kind = document.createElement("span");
        kind.className = "rule-kind";
        kind.textContent = one.type || "";
        const doc = document.createElement("span");
        doc.className = "rule-doc";
        doc.textContent = one.doc;
        item.append(name, kind, doc);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(one); });
        return item;
      }),
    );
    list.hidden = found.length === 0;
    expanded(!list.hidden);
    if (list.hidden) chosen = -1;
    else mark(0);
  };
  const offer = later(90, async () => {
    const mine = ++asked;
    const answer = await ask<{ candidates: Candidate[] }>(form, form.dataset.completions!, {
      text: field.value, cursor: String(field.selectionStart ?? field.value.length), place,
    });
    if (answer && mine === asked && document.activeElement === field) show(answer.candidates);
  });
  let reads = 0;
  const readNow = async () => {
    const mine = ++reads;
    const answer = await ask<{ words?: string; fault?: string; start?: number; length?: number }>(
      form, form.dataset.reading!, { text: field.value, place });
    if (!answer || mine !== reads) return;
    told.className = answer.fault ? "rule-told wrong" : "rule-told";
    field.setAttribute("aria-invalid", String(Boolean(answer.fault)));
    if (!answer.fault) { told.textContent = answer.words ?? ""; return; }
    const link = document.createElement("button");
    link.type = "button";
    link.textContent = answer.fault;
    link.addEventListener("click", () => {
      field.focus();
      field.setSelectionRange(answer.start ?? 0, (answer.start ?? 0) + (answer.length ?? 0));
    });
    told.replaceChildren(link);
  };
  const read = later(350, () => void readNow());

  field.addEventListener("input", () => { read(); offer(); });
  field.addEventListener("click", close);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const { key } = event as KeyboardEvent;
    if ((event as KeyboardEvent).ctrlKey && key === " ") { event.preventDefault(); offer(); return; }
    if (list.hidden) { if (key === "ArrowDown" && field instanceof HTMLInputElement) { event.preventDefault(); offer(); } return; }
    if (key === "ArrowDown") mark(chosen + 1);
    else if (key === "ArrowUp") mark(chosen - 1);
    else if ((key === "Enter" || key === "Tab") && chosen >= 0 && !(event as KeyboardEvent).isComposing) take(offered[chosen]);
    else if (key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (field.value.trim()) void readNow();
}

const start = () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-rule-form]"))
    for (const field of form.querySelectorAll<Field>("[data-rule-text]")) editor(form, field);
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
