// What pages do beyond HTML: every page works without it, only less comfortably.
import { choosing } from "./choosing";
import { confirmations } from "./confirm";
import { folding } from "./folding";
import { hashing } from "./hashing";
import { keyboard } from "./keyboard";
import { lengths } from "./lengths";
import { menus } from "./menus";
import { picking } from "./picking";
import { themes } from "./themes";
import { toasts } from "./toasts";
import { uploading } from "./uploading";
import { worklist } from "./worklist";

const start = () => {
  for (const part of [choosing, folding, hashing, keyboard, lengths, menus, confirmations, picking, themes, toasts, uploading, worklist]) part();
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
