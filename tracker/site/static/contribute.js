// What script adds to the form of /contribute: another row without a new page, and each answer read as soon as it is given.
// Without it the same buttons send the form, and the page comes back.
const form = document.querySelector("form.give");
const said = document.createElement("p");
said.className = "unseen";
said.setAttribute("role", "status");
form.append(said);

const touched = new Set();

// Rows

form.addEventListener("click", (event) => {
  const button = event.target.closest("button.more");
  if (!button) return;
  const rows = [...button.closest("fieldset.rows").querySelectorAll(":scope > fieldset.row")];
  const last = rows.at(-1);
  event.preventDefault();
  const row = last.cloneNode(true);
  const from = rows.length - 1;
  renumber(row, button.value, from, rows.length);
  last.after(row);
  row.querySelector("input, select, textarea").focus();
  said.textContent = `${row.querySelector("legend").textContent.trim()} added`;
});

function renumber(row, name, from, to) {
  const id = `f-${name.replaceAll(/[[.]/g, "-").replaceAll("]", "")}-`;
  const moved = (text) => text.replaceAll(`${name}[${from}]`, `${name}[${to}]`).replaceAll(`${id}${from}`, `${id}${to}`);
  row.id = moved(row.id);
  for (const node of row.querySelectorAll("*")) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      if (node.hasAttribute(attribute)) node.setAttribute(attribute, moved(node.getAttribute(attribute)));
    }
    if (node.matches("input, textarea")) node.value = "";
    if (node.matches("select")) node.selectedIndex = 0;
    if (node.matches(".err, .echo")) node.textContent = "";
    if (node.matches(".number")) node.textContent = to + 1;
    node.removeAttribute("required");
    node.removeAttribute("aria-invalid");
  }
}

// Answers

let asking;

form.addEventListener("change", async (event) => {
  const name = event.target.name;
  if (!name) return;
  touched.add(name);
  asking?.abort();
  asking = new AbortController();
  const typed = new URLSearchParams(new FormData(form));
  typed.set("look", "1");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: typed,
      signal: asking.signal,
    });
    show(await answer.json());
  } catch {
    // Whoever has no answer now has one when the form is sent.
  }
});

function show(answer) {
  const stored = answer.stored || {};
  const problems = (answer.problems || []).filter((problem) => problem.severity === "error");
  for (const name of touched) {
    const field = form.elements[name];
    const control = field instanceof RadioNodeList ? field[0].closest("fieldset") : field;
    if (!control) continue;
    const own = problems.filter((problem) => problem.field === name);
    const id = control.id;
    say(document.getElementById(`e${id}`), own.map((one) => [one.sentence, one.help].filter(Boolean).join(" — ")).join("; "));
    say(document.getElementById(`s${id}`), name in stored ? `read as ${stored[name]}` : "");
    if (control.tagName !== "FIELDSET") control.toggleAttribute("aria-invalid", own.length > 0);
    if (own.length && control.tagName !== "FIELDSET") control.setAttribute("aria-invalid", "true");
  }
}

function say(node, text) {
  if (!node || node.textContent === text) return;
  node.textContent = text.replaceAll("`", "");
  if (text) said.textContent = node.textContent;
}
