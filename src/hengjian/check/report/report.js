"use strict";
// The page reads without this script. With it: findings can be searched, filtered, sorted, unfolded;
// long tables fold and sort. Texts are set as text, never as markup. No connection is ever made.
(function () {
  const PAGE = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = JSON.parse(document.getElementById("words").textContent);
  const one = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const number = (n) => n.toLocaleString("en-US");
  const alphabet = new Intl.Collator("zh-CN", { numeric: true });
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const name of Object.keys(attributes || {})) made.setAttribute(name, attributes[name]);
    for (const child of children) if (child !== null) made.append(child);
    return made;
  }

  // --- long tables: fold and sort ---------------------------------------------------------------

  function foldable(table) {
    const few = Number(table.dataset.fold);
    const body = table.tBodies[0];
    if (body.rows.length <= few) return;
    body.classList.add("folded");
    const rows = number(body.querySelectorAll("tr:not([data-beside])").length);
    const button = element("button", { type: "button", class: "fold", "aria-expanded": "false" });
    const tell = () => {
      const folded = body.classList.contains("folded");
      button.textContent = filled(folded ? words.show_all : words.show_few, { n: folded ? rows : few });
      button.setAttribute("aria-expanded", String(!folded));
    };
    button.addEventListener("click", () => { body.classList.toggle("folded"); tell(); });
    tell();
    (table.closest(".scroll") || table).after(button);
  }

  function valueOf(row, column) {
    const cell = row.cells[column];
    const text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
    const figure = Number(text.replace(/,/g, ""));
    if (text === "—") return -1;
    return text === "" || Number.isNaN(figure) ? text : figure;
  }

  function sortable(table) {
    all("thead th", table).forEach((head, column) => {
      if (head.dataset.plain !== undefined) return;
      const label = head.textContent.trim();
      const button = element("button", { type: "button", title: filled(words.sort_by, { head: label }) }, label);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const numeric = head.classList.contains("num");
        const was = head.getAttribute("aria-sort");
        const up = was === null ? !numeric : was === "descending";
        all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const keyed = Array.from(body.rows, (row) => [valueOf(row, column), row]);
        keyed.sort(([a], [b]) => {
          const order = typeof a === "number" && typeof b === "number" ? a - b : alphabet.compare(String(a), String(b));
          return up ? order : -order;
        });
        body.append(...keyed.map(([, row]) => row));
      });
    });
  }

  all("table[data-sortable]").forEach(sortable);
  all("table[data-fold]").forEach(foldable);

  // --- where the reader is ------------------------------------------------------------------------

  const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
  if ("IntersectionObserver" in window) {
    const seen = new Set();
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target.id);
      const here = [...links.keys()].find((id) => seen.has(id));
      links.forEach((link, id) => id === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
      const strip = one(".contents");
      if (here && strip.scrollWidth > strip.clientWidth) {
        const link = links.get(here);
        strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
      }
    }, { rootMargin: "-70px 0px -60% 0px" });
    all("main > section").forEach((section) => watch.observe(section));
  }

  // --- findings -------------------------------------------------------------------------------------

  const controls = one(".controls");
  if (!controls) return;
  const text = (index) => data.texts[index];
  const count = data.id.length;
  const table = one("table.findings"), body = table.tBodies[0], pages = one("nav.pages");
  const search = one("#q"), nature = one("#f-nature"), rule = one("#f-rule"), stage = one("#f-stage"), bodySelect = one("#f-body"), sort = one("#f-sort");
  const chips = all(".chip", controls);
  const weightOrder = "FSGN";
  let order = [], page = 0, haystack = null;

  function option(value, label) { return element("option", { value }, label); }

  function fillSelect(select, first, entries, column) {
    const numbers = new Array(entries.length).fill(0);
    for (const index of column) numbers[index] += 1;
    const listed = entries.map((entry, index) => [entry[0], entry[1], index]);
    listed.sort((a, b) => select === rule ? a[0].localeCompare(b[0]) : numbers[b[2]] - numbers[a[2]]);
    select.append(option("", first), ...listed.map(([id, name, index]) =>
      option(String(index), (select === rule ? id + " " : "") + name + " (" + number(numbers[index]) + ")")));
  }

  // Everything a search looks through, in lower case, made when first needed. A finding's number is
  // found by how it begins: a few of its hexadecimal signs could be any rule's or case's.
  const fits = (i, word) => hay()[i].includes(word) || (word.length > 3 && data.id[i].startsWith(word));

  function hay() {
    if (!haystack) {
      haystack = data.id.map((_, i) => [
        data.rules[data.rule[i]].slice(0, 3).join(" "), data.bodies[data.body[i]].join(" "), text(data.matter[i]), text(data.on[i]),
        text(data.says[i]), text(data.right[i]), text(data.because[i]), data.evidence[i].map(text).join(" "),
      ].join(" ").toLowerCase());
    }
    return haystack;
  }

  const compare = (column, names) => (a, b) => alphabet.compare(names(column[a]), names(column[b])) || a - b;
  const orders = {
    weight: (a, b) => weightOrder.indexOf(data.severity[a]) - weightOrder.indexOf(data.severity[b]) || a - b,
    on: (a, b) => text(data.on[b]) < text(data.on[a]) ? -1 : text(data.on[b]) > text(data.on[a]) ? 1 : a - b,
    "on-up": (a, b) => -orders.on(a, b),
    rule: (a, b) => data.rules[data.rule[a]][0] < data.rules[data.rule[b]][0] ? -1 : data.rules[data.rule[a]][0] > data.rules[data.rule[b]][0] ? 1 : a - b,
    body: compare(data.body, (index) => data.bodies[index][1]),
    matter: compare(data.matter, text),
  };

  function select() {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const weights = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.severity);
    order = [];
    for (let i = 0; i < count; i += 1) {
      if (weights.length && !weights.includes(data.severity[i])) continue;
      if (nature.value && data.nature[i] !== nature.value) continue;
      if (stage.value && data.rules[data.rule[i]][4] !== stage.value) continue;
      if (rule.value && data.rule[i] !== Number(rule.value)) continue;
      if (bodySelect.value && data.body[i] !== Number(bodySelect.value)) continue;
      if (wanted.length && !wanted.every((word) => fits(i, word))) continue;
      order.push(i);
    }
    order.sort(orders[sort.value]);
    all("th[data-order]", table).forEach((head) => {
      head.removeAttribute("aria-sort");
      if (sort.value === head.dataset.order) head.setAttribute("aria-sort", sort.value === "on" ? "descending" : "ascending");
      if (sort.value === "on-up" && head.dataset.order === "on") head.setAttribute("aria-sort", "ascending");
    });
    document.body.classList.toggle("filtered", order.length < count);
    page = 0;
    show();
  }

  function heading(tag, i) {
    const [id, title] = data.rules[data.rule[i]];
    return element(tag, {}, element("span", { class: "id" }, id), " " + title);
  }

  // What the button does, and to the ear also on what.
  function name(button, does, i) {
    button.textContent = does;
    button.setAttribute("aria-label", does + " " + data.rules[data.rule[i]][1] + " " + text(data.matter[i]));
  }

  function rowOf(i) {
    const [label, css] = words.severity[data.severity[i]];
    const cell = (attributes, ...children) => element("td", Object.assign({ role: "cell" }, attributes), ...children);
    const [natureLabel] = words.nature[data.nature[i]];
    const button = element("button", { type: "button", "aria-expanded": "false" });
    name(button, words.unfold, i);
    const row = element("tr", { role: "row", id: "finding-" + data.id[i] },
      cell({}, element("span", { class: "weight " + css }, label)),
      cell({ class: "what" }, heading("b", i), data.nature[i] === "v" ? null : " ",
        data.nature[i] === "v" ? null : element("span", { class: "nature" }, natureLabel),
        element("span", { class: "says", lang: "zh-CN" }, ...unbroken(text(data.says[i])))),
      cell({ class: "who" }, data.bodies[data.body[i]][1]),
      cell({ class: "matter" }, text(data.matter[i])),
      cell({ class: "day" }, text(data.on[i])),
      cell({ class: "open" }, button));
    row.addEventListener("click", () => { if (!String(getSelection())) toggle(row, i); });
    return row;
  }

  // Dates are not torn at the end of a line.
  function unbroken(sentence) {
    return sentence.split(/(\d{4}-\d\d-\d\d)/).map((part, at) => at % 2 ? element("span", { class: "d" }, part) : part);
  }

  function toggle(row, i, open) {
    const button = one("button", row);
    const opened = button.getAttribute("aria-expanded") === "true";
    if (open === opened) return;
    button.setAttribute("aria-expanded", String(!opened));
    name(button, opened ? words.unfold : words.fold, i);
    row.classList.toggle("opened", !opened);
    if (opened) { row.nextElementSibling.remove(); button.removeAttribute("aria-controls"); return; }
    const detail = detailOf(i);
    row.after(detail);
    button.setAttribute("aria-controls", detail.id);
  }

  function pairs(numbers) {
    const facts = element("div", { class: "facts", lang: "zh-CN" });
    for (let at = 0; at < numbers.length; at += 2) {
      facts.append(element("span", {}, text(numbers[at])), element("span", {}, ...unbroken(text(numbers[at + 1]))));
    }
    return facts;
  }

  // A sum is read step by step: one line for each of its sentences, the last one being the due date.
  function steps(sum) {
    const list = element("ol", { class: "steps" });
    for (const part of sum.match(words.sentence_end === "。" ? /[^。]+。?/g : /.+?\.(?= [A-Z(]|$)|.+$/g) || []) {
      const sentence = part.trim(), before = list.lastElementChild;
      if (before && /^[（(]/.test(sentence)) before.append(" " + sentence);
      else if (sentence) list.append(element("li", {}, ...unbroken(sentence)));
    }
    return list;
  }

  // Left what the law says and how it was counted, right the values that prove it.
  function detailOf(i) {
    const [id, title, articles, statement] = data.rules[data.rule[i]];
    const [natureLabel, meaning] = words.nature[data.nature[i]];
    const list = (css, ...entries) => {
      const made = element("dl", { class: css });
      for (const [term, content, lang] of entries) {
        if (content) made.append(element("div", {}, element("dt", {}, term), element("dd", lang ? { lang } : {}, content)));
      }
      return made;
    };
    const why = list("why",
      [words.right, element("span", {}, ...unbroken(text(data.right[i]))), "zh-CN"],
      [words.sum, text(data.sum[i]) && steps(text(data.sum[i]))],
      [words.articles, articles],
      [words.requirement, statement, "zh-CN"],
      [words.because, text(data.because[i]), "zh-CN"],
      [words.nature_head, natureLabel + words.sentence_end + (words.sentence_end === "。" ? "" : " ") + meaning]);
    const proof = list("proof",
      [words.evidence, data.evidence[i].length ? pairs(data.evidence[i]) : null],
      [words.parameters, data.parameters[i].length ? pairs(data.parameters[i]) : null],
      [words.rule, element("a", { href: "#rule-" + id }, id + " " + title)],
      [words.number, element("a", { href: "#finding-" + data.id[i] }, data.id[i])]);
    return element("tr", { class: "detail", role: "row", id: "detail-" + data.id[i] },
      element("td", { role: "cell", colspan: "6" }, element("div", { class: "two" }, why, proof)));
  }

  function show() {
    const last = Math.max(0, Math.ceil(order.length / PAGE) - 1);
    page = Math.min(Math.max(page, 0), last);
    body.replaceChildren(...order.slice(page * PAGE, (page + 1) * PAGE).map(rowOf));
    const told = [search.value && "“" + search.value + "”",
      ...chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.textContent),
      ...[nature, stage, rule, bodySelect].filter((each) => each.value).map((each) => each.selectedOptions[0].textContent)].filter(Boolean);
    one(".found").textContent = order.length
      ? filled(words.found, { n: number(order.length) }) + (told.length ? filled(words.filtered, { what: told.join(words.joint) }) : "")
      : words.none;
    table.hidden = !order.length;
    pages.hidden = last === 0;
    one(".at", pages).textContent = filled(words.page, { page: number(page + 1), pages: number(last + 1) });
    for (const name of ["first", "back"]) one(`[data-page=${name}]`, pages).disabled = page === 0;
    for (const name of ["next", "last"]) one(`[data-page=${name}]`, pages).disabled = page === last;
  }

  function turn(where) {
    const last = Math.ceil(order.length / PAGE) - 1;
    page = { first: 0, back: page - 1, next: page + 1, last }[where];
    show();
    table.scrollIntoView({ block: "start" });
  }

  function clear() {
    chips.forEach((chip) => chip.setAttribute("aria-pressed", "false"));
    for (const field of [search, nature, stage, rule, bodySelect]) field.value = "";
    sort.value = "weight";
  }

  // A figure in a table leads to its findings.
  function follow(event) {
    const link = event.target.closest("a[data-rule], a[data-body], a[data-stage], a[data-search]");
    if (!link) return;
    clear();
    const { rule: id, stage: at, search: wanted } = link.dataset;
    const name = link.dataset.body || link.dataset.in;
    if (at !== undefined) { stage.value = at; nature.value = "v"; }
    if (wanted !== undefined) search.value = wanted;
    if (id !== undefined) rule.value = String(data.rules.findIndex((entry) => entry[0] === id));
    if (name !== undefined) bodySelect.value = String(data.bodies.findIndex((entry) => entry[0] === name));
    select();
  }

  // #finding-… in the address opens that finding.
  function arrive() {
    const at = data.id.indexOf(location.hash.replace("#finding-", ""));
    if (at < 0) return;
    clear();
    select();
    page = Math.floor(order.indexOf(at) / PAGE);
    show();
    const row = document.getElementById("finding-" + data.id[at]);
    toggle(row, at, true);
    row.scrollIntoView({ block: "center" });
    one("button", row).focus({ preventScroll: true });
  }

  const met = new Set(data.rule.map((index) => data.rules[index][4]));
  stage.append(option("", words.all_stages), ...Object.keys(words.stages).filter((key) => met.has(key)).map((key) => option(key, words.stages[key])));
  fillSelect(rule, words.all_rules, data.rules, data.rule);
  fillSelect(bodySelect, words.all_bodies, data.bodies, data.body);
  // Heads of columns sort too; the list of orders stays, for phones and for what has no column.
  all("th[data-order]", table).forEach((head) => {
    const label = head.textContent;
    const button = element("button", { type: "button", title: filled(words.sort_by, { head: label }) }, label);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      sort.value = sort.value === "on" && head.dataset.order === "on" ? "on-up" : head.dataset.order;
      select();
    });
  });

  chips.forEach((chip) => chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    select();
  }));
  search.addEventListener("input", select);
  for (const field of [nature, stage, rule, bodySelect, sort]) field.addEventListener("change", select);
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("reset", (event) => { event.preventDefault(); clear(); select(); search.focus(); });
  all("button[data-page]", pages).forEach((button) => button.addEventListener("click", () => turn(button.dataset.page)));
  document.addEventListener("click", follow);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "Escape" && event.target === search && search.value) { search.value = ""; select(); }
  });
  window.addEventListener("hashchange", arrive);
  controls.hidden = false;
  select();
  arrive();
}());
