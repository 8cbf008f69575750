// Tells in words when a passkey was not used; the login library only writes to the console.
document.addEventListener("allauth.error", (event) => {
  const told = document.getElementById("passkey-told");
  if (told) {
    event.preventDefault();
    told.textContent = told.dataset.refused;
  }
});
