// A text that is longer than its field takes is not cut off when it is pasted: the field says by how much, and
// the form waits.
type Text = HTMLInputElement | HTMLTextAreaElement;

const text = (event: Event): Text | null => {
  const field = event.target;
  const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === "text");
  return typed ? field : null;
};

function tell(field: Text, words: string): void {
  field.setCustomValidity(words);
  const after = field.nextElementSibling;
  const told = after instanceof HTMLElement && after.dataset.tooLong !== undefined ? after : null;
  if (!words) return told?.remove();
  const note = told ?? document.createElement("span");
  note.className = "errors";
  note.dataset.tooLong = "";
  note.setAttribute("role", "alert");
  note.textContent = words;
  if (!told) field.after(note);
}

export function lengths(): void {
  const words = document.querySelector<HTMLTemplateElement>("#too-long")?.content.textContent?.trim();
  if (!words) return;
  document.addEventListener("focusin", (event) => {
    const field = text(event);
    if (!field || field.maxLength < 0) return;
    field.dataset.most = String(field.maxLength);
    field.removeAttribute("maxlength");
  });
  document.addEventListener("input", (event) => {
    const field = text(event);
    const most = Number(field?.dataset.most);
    if (!field || !most) return;
    const now = [...field.value].length; // as the server counts
    tell(field, now > most ? words.replace("{most}", String(most)).replace("{now}", String(now)) : "");
  });
}
