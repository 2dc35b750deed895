// The parts of an answer: lead, paragraph, list, steps, table, note, each with the buttons of its sources.

/** One block of a reply. `turn` is asked for its language and, when a source is opened, for its citations. */
function drawBlock(block, turn) {
  const { lang } = turn;
  const own = block.verbatim === true;
  const said = (item, proved = own) => [
    proved ? make("span", { lang: lang === "ja" ? null : "ja" }, asText(item.text)) : make("span", {}, markForeign(asText(item.text), lang)),
    drawMarks(item.citations, turn)];
  const content = drawContent(block, turn, said);
  const shown = namedInside(block);
  const rest = drawMarks(asList(block.citations).filter((number) => !shown.has(number)), turn);
  if (rest.length) content.append(...(content.tagName === "P" ? rest : [make(/^[UO]L$/.test(content.tagName) ? "li" : "div", { class: "rest" }, rest)]));
  const body = own ? make("blockquote", { class: "own" }, make("span", { class: "own-label" }, say("verbatim", lang)), content) : content;
  return make("div", { class: "block" }, block.label && make("h5", {}, markForeign(asText(block.label), lang)), body);
}

function drawContent(block, turn, said) {
  if (block.kind === "list" || block.kind === "steps") {
    return make(block.kind === "list" ? "ul" : "ol", {}, asList(block.items).map((item) => make("li", {}, said(item))));
  }
  if (block.kind === "table") return drawTable(block, turn.lang, said);
  return make("p", { class: block.kind === "lead" || block.kind === "note" ? block.kind : null },
    block.verbatim === true ? said({ text: block.text }) : weaveMarks(block, turn));
}

function drawTable(block, lang, said) {
  const columns = asList(block.columns);
  const drawCell = (cell, index) => {
    // A cell that cites nothing is ours: a city's name, or that nothing was found.
    const parts = said(cell, block.verbatim === true && asList(cell.citations).length > 0);
    return index ? make("td", {}, parts) : make("th", { scope: "row" }, parts);
  };
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("table", lang) }, make("table", {},
    columns.length > 0 && make("thead", {}, make("tr", {}, columns.map((name) => make("th", { scope: "col" }, markForeign(asText(name), lang))))),
    make("tbody", {}, asList(block.rows).map((row) => make("tr", {}, asList(row).map(drawCell))))));
}

/** The numbers whose buttons stand inside the block already; the block's others follow it. */
function namedInside(block) {
  if (["list", "steps", "table"].includes(block.kind)) {
    return new Set([asList(block.items), asList(block.rows).flat()].flat().flatMap((item) => asList(item.citations)));
  }
  if (block.verbatim === true) return new Set();
  return new Set([...asText(block.text).matchAll(/\[(\d+)\]/g)].map((found) => Number(found[1])));
}

/** Our own sentences carry [1] markers in their text; each becomes the button of its source. */
function weaveMarks(block, turn) {
  const known = new Set(asList(block.citations));
  return asText(block.text).split(/(\[\d+\])/).map((part) => {
    const number = Number(/^\[(\d+)\]$/.exec(part)?.[1]);
    return known.has(number) ? drawMarks([number], turn) : markForeign(part, turn.lang);
  });
}

function drawMarks(numbers, turn) {
  return asList(numbers).filter(Number.isInteger).map((number) => make("button", { type: "button", class: "mark", "data-number": number,
    "aria-expanded": "false", "aria-label": say("citation", turn.lang, { number }), onclick: (event) => toggleCard(event.currentTarget, turn) },
    `[${number}]`));
}

function toggleCard(button, turn) {
  const citation = turn.cited.get(Number(button.dataset.number));
  if (!citation) return;
  const shown = button.getAttribute("aria-expanded") === "true";
  const place = button.closest(".block");
  for (const other of place.querySelectorAll(".mark[aria-expanded=true]")) other.setAttribute("aria-expanded", "false");
  place.querySelector(".card")?.remove();
  if (shown) return;
  button.setAttribute("aria-expanded", "true");
  const card = drawCard(citation, turn.lang);
  card.id = makeId("card");
  button.setAttribute("aria-controls", card.id);
  // A card inside a table or a list would break it, so it follows the block.
  place.append(card);
  card.scrollIntoView({ block: "nearest" });
}
