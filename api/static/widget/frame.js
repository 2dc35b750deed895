// What stands around the conversation: launcher, title bar, city chooser, switch, and the keys that act on all of it.

function drawLauncher(lang, open) {
  return make("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: open },
    drawIcon("chat"), make("span", {}, say("launch", lang)));
}

/** The panel of a widget in `mode`; a dialog where it floats over the host page. `parts` stand in it in order. */
function drawPanel(mode, lang, title, { switchLanguage, close }, parts) {
  const other = lang === "ja" ? "en" : "ja";
  return make(mode === "float" ? "div" : "section", { class: "panel", role: mode === "float" ? "dialog" : null, "aria-labelledby": title.id },
    make("div", { class: "head" }, title,
      mode !== "page" && make("button", { type: "button", lang: other, onclick: switchLanguage }, say("switch_language", lang)),
      mode === "float" && make("button", { type: "button", class: "square", "aria-label": say("close", lang), onclick: close },
        drawIcon("close"))),
    parts);
}

function drawOptions(lang, chooser, plain, setPlain, startAnew) {
  const box = make("input", { type: "checkbox", role: "switch", onchange: (event) => setPlain(event.target.checked) });
  box.checked = plain;
  return make("div", { class: "options" }, chooser,
    lang === "ja" && make("label", {}, box, make("span", {}, say("plain", lang))),
    make("button", { type: "button", onclick: startAnew }, say("new", lang)));
}

/** In English the id, which is the name in Latin letters, stands before the name. */
function nameCity(entry, lang) {
  const [id, name] = [asText(entry.city), asText(entry.city_name)];
  return lang === "ja" ? name : `${id.charAt(0).toUpperCase()}${id.slice(1)} (${name})`;
}

/** Which city is asked: said when the page has fixed it, chosen otherwise. */
function drawChooser(documents, lang, fixedCity, chosenCity, choose) {
  if (fixedCity) {
    const held = documents.find((entry) => entry.city === fixedCity);
    return held ? [make("span", { lang: "ja" }, [held.title, held.issued].map(asText).filter(Boolean).join(" "))] : [];
  }
  if (!documents.length) return [];
  const select = make("select", { id: "kyodo-city", onchange: (event) => choose(event.target.value) },
    make("option", { value: "" }, say("city_all", lang)),
    documents.map((entry) => make("option", { value: asText(entry.city), lang: lang === "ja" ? null : "ja" }, nameCity(entry, lang))));
  select.value = chosenCity;
  return [make("label", { for: select.id }, say("city", lang)), select];
}

const coversScreen = (mode) => mode === "float" && matchMedia("(max-width:480px)").matches;

/** Escape closes; on a phone, where the panel hides the page, the focus must not wander behind it. */
function onPanelKey(event, mode, panel, title, close) {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Escape" && mode === "float") {
    event.stopPropagation();
    close();
  }
  if (event.key !== "Tab" || !coversScreen(mode)) return;
  const all = [...panel.querySelectorAll("button, a[href], select, input, textarea, summary, [tabindex='0']")]
    .filter((node) => node.checkVisibility?.() ?? true);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  const here = panel.getRootNode().activeElement;
  if (here === edge || (event.shiftKey && here === title)) {
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0]).focus();
  }
}
