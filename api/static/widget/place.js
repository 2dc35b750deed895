// The beginning: the element is defined once, however often the script stands in the page, and put into it.

function placeWidget() {
  // A page may have placed the element itself.
  if (document.querySelector(TAG)) return;
  const element = document.createElement(TAG);
  for (const name of ATTRIBUTES) {
    if (SCRIPT.dataset[name] !== undefined) element.setAttribute(name, SCRIPT.dataset[name]);
  }
  document.body.append(element);
}

if (!customElements.get(TAG)) {
  customElements.define(TAG, KyodoNavi);
  const first = () => document.querySelector(TAG);
  window.kyodoNavi = {
    open: () => first()?.open(),
    close: () => first()?.close(),
    ask: async (text) => (await first()?.ask(text)) ?? null,
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", placeWidget, { once: true });
  else placeWidget();
}
