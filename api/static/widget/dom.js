// Elements and text. Everything that is shown goes through `make` as a text node, so markup stays text.

const ICONS = {
  chat: "M12 3C6.5 3 2 6.8 2 11.5c0 2.6 1.4 4.9 3.6 6.5L5 22l4.4-2.3c.8.2 1.7.3 2.6.3 5.5 0 10-3.8 10-8.5S17.5 3 12 3z",
  close: "M5.3 4 4 5.3 10.7 12 4 18.7 5.3 20 12 13.3 18.7 20 20 18.7 13.3 12 20 5.3 18.7 4 12 10.7z",
  send: "M3 20.5V13.6L13 12 3 10.4V3.5L22 12z",
};

/** An element; `on…` attributes are listeners, true is a bare attribute, and strings become text nodes. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""));
  return node;
}

function drawIcon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function makeSheet(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

// api/languages.py has the same rule for the pages.
const LETTER = "[\\u3005-\\u3007\\u3041-\\u30ff\\u31f0-\\u31ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f]";
const JAPANESE = new RegExp(`(${LETTER}(?:[^A-Za-zＡ-Ｚａ-ｚ“”"\\n]*${LETTER})?[）」』】〕、。]*)`, "u");
const ENGLISH = /[A-Za-z]{2,}[\s,]+[A-Za-z]{2,}/;

/** `text` for a place whose language is `lang`, with what is in the other language marked for screen readers. */
function markForeign(text, lang) {
  if (lang === "en") {
    // Every other piece is what the group caught.
    return text.split(JAPANESE).map((piece, index) => (index % 2 ? make("span", { lang: "ja" }, piece) : piece));
  }
  return [ENGLISH.test(text) && !JAPANESE.test(text) ? make("span", { lang: "en" }, text) : text];
}
