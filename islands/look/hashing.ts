// A form[data-hashing] lets one choose a file and fills in its SHA-256; the file stays where it is. Where the
// browser cannot hash (no secure connection) the choice stays hidden.
const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

export function hashing(): void {
  const subtle = globalThis.crypto?.subtle;
  const form = document.querySelector<HTMLFormElement>("form[data-hashing]");
  const field = form?.querySelector<HTMLElement>("[data-hashing-file]");
  const choice = field?.querySelector<HTMLInputElement>("input[type=file]");
  if (!subtle || !form || !field || !choice) return;
  field.hidden = false;
  choice.addEventListener("change", async () => {
    const file = choice.files?.[0];
    if (!file) return;
    const digest = await subtle.digest("SHA-256", await file.arrayBuffer());
    form.querySelector<HTMLInputElement>("input[name=hash]")!.value = hex(digest);
    form.requestSubmit();
  });
}
