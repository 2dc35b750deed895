// The proof of an answer: cards of its sources, links to the source pages, related passages.

/** City, document, edition, heading path and quotation of one citation, with the way to the source page. */
function drawCard(citation, lang) {
  const heading = makeId("source");
  const fact = (key, value, own = true) => value && [make("dt", {}, say(key, lang)), make("dd", { lang: own ? "ja" : null }, value)];
  const issued = asText(citation.issued);
  return make("div", { class: "card", role: "group", "aria-labelledby": heading },
    make("h5", { id: heading }, say("source", lang, { number: citation.number ?? "" })),
    make("dl", {}, fact("city_name", asText(citation.city_name)), fact("document", asText(citation.document)),
      fact("issued", issued || say("issued_unknown", lang), Boolean(issued)),
      fact("heading_path", asList(citation.path).map(asText).join(" › ")), fact("page", asText(citation.page))),
    make("blockquote", { lang: "ja" }, asText(citation.quote)),
    drawLink(citation, say("open_source", lang), lang));
}

function drawLink(citation, text, lang) {
  const address = ownAddress(citation.url);
  if (!address) return make("span", {}, markForeign(text, lang));
  return make("a", { href: address, target: "_blank", rel: "noopener", class: "goto" },
    make("span", {}, markForeign(text, lang)), make("span", { class: "small" }, say("new_tab", lang)));
}

function drawSources(citations, lang) {
  if (!citations.length) return null;
  return make("details", { class: "sources" }, make("summary", {}, say("sources", lang, { count: citations.length })),
    citations.map((citation) => drawCard(citation, lang)));
}

function drawRelated(related, lang) {
  if (!related.length) return null;
  const name = (passage) => [asText(passage.city_name), ...asList(passage.path).slice(-2).map(asText)].filter(Boolean).join(" › ");
  return make("details", {}, make("summary", {}, `${say("related", lang)} (${related.length})`),
    make("ul", { class: "related" }, related.map((passage) => make("li", {}, drawLink(passage, name(passage), lang)))));
}
