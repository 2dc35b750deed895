// The element itself: it reads its attributes, opens and closes, and leads the conversation.

const SHEET = makeSheet(STYLE);

class KyodoNavi extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #root = make("div");
  #greeting = make("div");
  #history = make("section", { class: "history", tabindex: "0" }, this.#greeting);
  #status = make("p", { role: "status", class: "unseen" });
  #parts = {};
  #documents = [];
  #documentsAsked = false;
  #chosenCity = "";
  #chosenLang = null;
  #plain = false;
  #conversation = null;
  #request = null;
  #isOpen = false;
  #hasMoved = false;
  #returnTo = null;
  #built = false;
  #host = {
    ask: (text) => this.ask(text),
    announce: (text) => this.#announce(text),
    submit: (question) => this.#askServer(question),
    isBusy: () => this.#request !== null,
    goToLatest: () => [...this.#history.querySelectorAll(".answer-head")].at(-1)?.focus(),
    retry: (turn) => {
      turn.node.remove();
      this.#parts.writing.input.focus();
      this.#askServer(turn.question);
    },
  };

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [SHEET];
    shadow.append(this.#root);
  }

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    this.#chosenCity = this.dataset.chosen ?? "";
    this.#build();
    if (this.#mode === "float") return;
    this.#isOpen = true;
    this.#loadDocuments();
    this.#showServedReply();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#built || before === after) return;
    if (name === "lang") this.#chosenLang = null;
    this.#build();
  }

  // ---- attributes, each checked before it is used

  get #lang() {
    return this.#chosenLang ?? (/^en\b/i.test(this.getAttribute("lang") ?? "ja") ? "en" : "ja");
  }
  get #fixedCity() {
    const city = this.getAttribute("city") ?? "";
    return /^[a-z0-9][a-z0-9_-]{0,63}$/i.test(city) ? city : "";
  }
  get #mode() {
    const mode = this.getAttribute("mode");
    return mode === "page" || mode === "frame" ? mode : "float";
  }
  get #openingQuestions() {
    const own = (this.getAttribute("questions") ?? "").split("|").map((text) => text.trim()).filter(Boolean);
    return own.length ? own.slice(0, 6) : ["opening_1", "opening_2", "opening_3"].map((key) => say(key, this.#lang));
  }

  // ---- what scripts of the host page may use

  open() {
    if (this.#isOpen) return;
    this.#returnTo = document.activeElement;
    this.#isOpen = true;
    this.#showPanel();
    this.#loadDocuments();
    // A touch keyboard would cover the greeting, so the title takes the focus there.
    (matchMedia("(pointer:coarse)").matches ? this.#parts.title : this.#parts.writing.input).focus();
    this.#tell("open");
  }

  close() {
    if (!this.#isOpen || this.#mode !== "float") return;
    this.#isOpen = false;
    this.#showPanel();
    const back = this.#returnTo;
    const usable = back && back !== this && back !== document.body && back.isConnected;
    (usable ? back : this.#parts.launcher).focus();
    this.#tell("close");
  }

  /** Asks as if the text had been typed. Resolves to the reply, or to null when there was none. */
  async ask(text) {
    const question = asText(text).trim();
    if (!question || countCharacters(question) > LIMIT || this.#request || !this.#built) return null;
    if (!this.#isOpen) this.open();
    return this.#askServer(question);
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`kyodo:${name}`, { bubbles: true, composed: true, detail }));
  }

  #announce(text) {
    // Emptied first, so that the same words are read out a second time.
    this.#status.textContent = "";
    setTimeout(() => { this.#status.textContent = text; }, 60);
  }

  // ---- the frame

  #build() {
    const lang = this.#lang;
    const mode = this.#mode;
    const theme = this.getAttribute("theme");
    this.#root.className = `root ${mode} ${theme === "light" || theme === "dark" ? theme : "auto"}`
      + (this.getAttribute("position") === "left" ? " left" : "");
    this.#root.lang = lang;
    applyAttributes(this.#root, this.getAttribute("color"), this.getAttribute("offset"));
    this.#history.setAttribute("aria-label", say("history", lang));
    this.#history.tabIndex = mode === "page" ? -1 : 0;

    const close = () => this.close();
    const launcher = drawLauncher(lang, () => this.open());
    const title = make("h2", { id: "kyodo-title", tabindex: "-1" }, say("name", lang));
    const writing = new Writing(lang, this.#host, this.#parts.writing?.input.value ?? "");
    const chooser = make("div", { class: "chooser" });
    const options = drawOptions(lang, chooser, this.#plain, (plain) => { this.#plain = plain; }, () => this.#startAnew());
    const move = () => { this.#hasMoved = true; };
    const scroller = make("div", { class: "scroller", onwheel: move, ontouchmove: move, onkeydown: move }, options, this.#history);
    const panel = drawPanel(mode, lang, title, { switchLanguage: () => this.#switchLanguage(), close },
      [scroller, writing.form, this.#status]);
    panel.addEventListener("keydown", (event) => onPanelKey(event, mode, panel, title, close));
    this.#parts = { launcher, title, writing, chooser, options, scroller, panel };
    this.#root.replaceChildren(...(mode === "float" ? [launcher, panel] : [panel]));
    this.#greet();
    this.#markBusy(this.#request !== null);
    this.#fillChooser();
    this.#showPanel();
  }

  #showPanel() {
    const { panel, launcher } = this.#parts;
    if (this.#mode !== "float") return;
    panel.hidden = !this.#isOpen;
    launcher.hidden = this.#isOpen;
    panel.toggleAttribute("aria-modal", false);
    if (coversScreen(this.#mode)) panel.setAttribute("aria-modal", "true");
  }

  #fillChooser() {
    if (this.#documents.length && !this.#documents.some((entry) => entry.city === this.#chosenCity)) this.#chosenCity = "";
    this.#parts.chooser.replaceChildren(
      ...drawChooser(this.#documents, this.#lang, this.#fixedCity, this.#chosenCity, (city) => { this.#chosenCity = city; }));
  }

  async #loadDocuments() {
    if (this.#documentsAsked) return;
    this.#documentsAsked = true;
    try {
      this.#documents = await fetchDocuments();
      this.#fillChooser();
    } catch {
      // Without the list there is only no chooser; the next opening tries again.
      this.#documentsAsked = false;
    }
  }

  #switchLanguage() {
    this.#chosenLang = this.#lang === "ja" ? "en" : "ja";
    this.#status.textContent = "";
    this.#build();
    this.#parts.title.focus();
  }

  // ---- the conversation

  #greet() {
    const greeting = this.getAttribute("greeting")?.slice(0, 500) || say("greeting", this.#lang);
    this.#greeting.replaceChildren(make("p", { class: "greeting" }, markForeign(greeting, this.#lang)),
      ...drawQuestions(this.#openingQuestions, "opening_label", "opening", this.#lang, this.#host.ask));
  }

  #startAnew() {
    this.#request?.abort();
    this.#request = null;
    this.#conversation = null;
    this.#markBusy(false);
    this.#history.replaceChildren(this.#greeting);
    this.#announce(say("new_done", this.#lang));
    this.#parts.writing.input.focus();
  }

  #markBusy(busy) {
    this.#parts.writing.markBusy(busy);
    this.#history.setAttribute("aria-busy", String(busy));
  }

  async #askServer(question) {
    const lang = this.#lang;
    const turn = this.#addTurn(question);
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), GIVE_UP_AFTER);
    const slow = setTimeout(() => this.#announce(say("searching", lang)), 2500);
    this.#request = control;
    this.#markBusy(true);
    const payload = { question, city: this.#fixedCity || this.#chosenCity || null, conversation_id: this.#conversation, lang };
    if (this.#plain && lang === "ja") payload.plain = true;
    try {
      const reply = await fetchReply(payload, (block) => { if (this.#request === control) turn.addBlock(block); }, control.signal);
      if (this.#request !== control) return null;
      this.#conversation = reply.conversation_id ?? this.#conversation;
      turn.showReply(reply);
      if (!this.#hasMoved) this.#bringUp(turn);
      this.#announce(say("arrived", lang));
      this.#tell("answer", { question, reply });
      return reply;
    } catch (error) {
      if (this.#request !== control) return null;
      turn.showTrouble(error instanceof Trouble ? error : new Trouble(error.name === "AbortError" ? "error_offline" : "error_server"));
      return null;
    } finally {
      clearTimeout(timer);
      clearTimeout(slow);
      if (this.#request === control) {
        this.#request = null;
        this.#markBusy(false);
      }
    }
  }

  #addTurn(question) {
    const turn = new Turn(question, this.#lang, this.#host);
    this.#history.append(turn.node);
    this.#hasMoved = false;
    this.#bringUp(turn);
    return turn;
  }

  /** Puts a question to the top of what is seen: when it is asked, and again when its answer has made room below. */
  #bringUp(turn) {
    const behavior = matchMedia("(prefers-reduced-motion:reduce)").matches ? "auto" : "smooth";
    const { scroller, options } = this.#parts;
    if (this.#mode === "page" || getComputedStyle(scroller).overflowY === "visible") {
      turn.node.scrollIntoView({ block: this.#mode === "page" ? "nearest" : "start", behavior });
      return;
    }
    const covered = getComputedStyle(options).position === "sticky" ? options.offsetHeight : 0;
    const place = turn.node.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    scroller.scrollTo({ top: place - covered - 12, behavior });
  }

  /** A reply that the server had already worked out when it sent the page. */
  #showServedReply() {
    try {
      const { question, reply } = JSON.parse(this.dataset.served ?? "null") ?? {};
      if (!reply) return;
      this.#conversation = reply.conversation_id ?? null;
      this.#addTurn(asText(question)).showReply(reply);
    } catch {
      // The page still stands without it, and the question can be asked again.
    }
  }
}
