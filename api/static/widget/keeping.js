// Taking an answer away: copied with its sources, or printed alone.

/** Puts question, answer and sources on the clipboard; says whether that worked. */
async function copyAnswer(turn) {
  const sources = [...turn.cited.values()].map((citation) => [
    `[${citation.number}] ${asText(citation.city_name)}『${asText(citation.document)}』${asText(citation.issued)}`,
    [...asList(citation.path), citation.page ? `p. ${citation.page}` : ""].filter(Boolean).join(" › "), `「${asText(citation.quote)}」`, ownAddress(citation.url)].filter(Boolean).join("\n    "));
  const text = [turn.question, asText(turn.reply.text), ...sources].join("\n\n");
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages served without TLS have no clipboard interface.
    const holder = make("textarea", { readonly: true, class: "unseen" });
    const here = turn.node.getRootNode().activeElement;
    holder.value = text;
    turn.node.append(holder);
    holder.select();
    const copied = document.execCommand("copy");
    holder.remove();
    here?.focus();
    return copied;
  }
}

/** Prints one turn with its sources unfolded; the rest of the host page stays off the paper. */
function printAnswer(turn) {
  const sheet = makeSheet(PRINT_STYLE);
  const root = turn.node.closest(".root");
  const way = [];
  for (let node = root.getRootNode().host; node && node !== document.body; node = node.parentElement ?? node.getRootNode().host) way.push(node);
  const folded = [...turn.node.querySelectorAll("details.sources:not([open])")];
  const restore = () => {
    for (const node of way) node.removeAttribute("data-kyodo-print");
    for (const node of folded) node.open = false;
    turn.node.classList.remove("printing");
    root.classList.remove("one");
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  for (const node of way) node.setAttribute("data-kyodo-print", "");
  for (const node of folded) node.open = true;
  turn.node.classList.add("printing");
  root.classList.add("one");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  addEventListener("afterprint", restore, { once: true });
  print();
}

function drawTools(turn) {
  const note = make("span", { class: "done" });
  return make("div", { class: "tools" },
    make("button", { type: "button", onclick: async () => {
      note.textContent = say((await copyAnswer(turn)) ? "copied" : "copy_failed", turn.lang);
      turn.host.announce(note.textContent);
    } }, say("copy", turn.lang)),
    make("button", { type: "button", onclick: () => printAnswer(turn) }, say("print", turn.lang)), note);
}
