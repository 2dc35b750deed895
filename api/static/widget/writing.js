// The field for a question: its limit, and Enter that never sends in the middle of a kana-kanji conversion.

/** `host` lends it {announce(text), submit(question), isBusy(), goToLatest()}. */
class Writing {
  #lang;
  #host;
  #composing = false;

  constructor(lang, host, typed) {
    this.#lang = lang;
    this.#host = host;
    this.input = make("textarea", { id: "kyodo-input", rows: "1", "aria-describedby": "kyodo-count kyodo-privacy kyodo-hint",
      autocomplete: "off", enterkeyhint: "send" });
    this.input.value = typed;
    this.count = make("p", { id: "kyodo-count", class: "small count" });
    this.send = make("button", { type: "submit", class: "send", "aria-label": say("send", lang) }, drawIcon("send"), make("span", {}, say("send", lang)));
    this.form = make("form", { class: "write", novalidate: true },
      make("button", { type: "button", class: "skip", onclick: () => host.goToLatest() }, say("skip", lang)),
      make("label", { for: this.input.id }, say("input", lang)),
      make("div", { class: "row" }, this.input, this.send), this.count,
      make("p", { id: "kyodo-privacy", class: "small" }, say("privacy", lang)),
      make("p", { id: "kyodo-hint", class: "small keys" }, say("input_hint", lang)));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    this.input.addEventListener("input", () => this.#checkLength());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("compositionstart", () => { this.#composing = true; });
    // Safari ends the composition before it reports the Enter that ended it.
    this.input.addEventListener("compositionend", () => setTimeout(() => { this.#composing = false; }, 30));
    this.#checkLength();
  }

  markBusy(busy) {
    this.send.setAttribute("aria-disabled", String(busy));
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.isComposing || event.keyCode === 229 || this.#composing) return;
    event.preventDefault();
    this.#submit();
  }

  #checkLength() {
    const { input, count } = this;
    const used = countCharacters(input.value.trim());
    const over = used > LIMIT;
    const text = over ? say("too_long", this.#lang, { count: used - LIMIT, limit: LIMIT })
      : used >= WARN_FROM ? say("left", this.#lang, { count: LIMIT - used }) : "";
    const wasQuiet = !count.textContent;
    const wasOver = count.classList.contains("over");
    count.textContent = text;
    count.classList.toggle("over", over);
    input.toggleAttribute("aria-invalid", false);
    if (over) input.setAttribute("aria-invalid", "true");
    if (text && (wasQuiet || wasOver !== over)) this.#host.announce(text);
    return !over;
  }

  #submit() {
    const { input, count } = this;
    if (this.#host.isBusy()) return this.#host.announce(say("searching", this.#lang));
    if (!this.#checkLength()) return this.#host.announce(count.textContent);
    const question = input.value.trim();
    if (!question) {
      count.textContent = say("empty", this.#lang);
      this.#host.announce(count.textContent);
      input.focus();
      return;
    }
    input.value = "";
    this.#checkLength();
    this.#host.submit(question);
  }
}
