// What the other parts stand on: where the program came from, its limits, its wording.

const TAG = "kyodo-navi";
const SCRIPT = document.currentScript;
const SERVER = new URL(".", SCRIPT.src);
const LIMIT = 1000;
const WARN_FROM = 0.8 * LIMIT;
const GIVE_UP_AFTER = 60_000;
const ATTRIBUTES = ["city", "lang", "mode", "color", "position", "offset", "theme", "greeting", "questions"];

// The server puts the catalogue's [widget] table, {key: {ja, en}}, and the style sheets in these places.
const WORDING = /*WORDING*/{};
const STYLE = /*STYLE*/"";
const PRINT_STYLE = /*PRINT_STYLE*/"";

const asList = (value) => (Array.isArray(value) ? value : []);
const asText = (value) => (typeof value === "string" ? value : value == null ? "" : String(value));
const countCharacters = (text) => Array.from(text).length;

/** The catalogue's text of a key in "ja" or "en", its {braces} filled in from `values`. */
function say(key, lang, values = {}) {
  const wording = WORDING[key];
  const text = wording?.[lang] ?? wording?.ja ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => asText(values[name]));
}

let used = 0;

/** An id that no other element of this page's widgets has. */
const makeId = (name) => `kyodo-${name}-${++used}`;

/** The absolute address of a page of our own server, or null for anything else (`javascript:`, other origins). */
function ownAddress(url) {
  try {
    const address = new URL(asText(url).replace(/^\/+/, ""), SERVER);
    return address.origin === SERVER.origin && /^https?:$/.test(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}
