// One question with what came back for it.

/** A list of questions that are asked when pressed, under the heading `key`. */
function drawQuestions(questions, key, className, lang, ask) {
  if (!questions.length) return [];
  const id = makeId("questions");
  return [make("p", { class: "label suggest-label", id }, say(key, lang)),
    make("ul", { class: className, "aria-labelledby": id }, questions.map((text) =>
      make("li", {}, make("button", { type: "button", onclick: () => ask(text) }, markForeign(text, lang)))))];
}

/** It keeps the language that it was asked in. `host` lends it {ask(text), announce(text), retry(turn)}. */
class Turn {
  #heading;
  #waiting;
  #blocks = make("div", { class: "blocks" });
  #after = make("div", { class: "after" });
  #streamed = [];

  constructor(question, lang, host) {
    this.question = question;
    this.lang = lang;
    this.host = host;
    this.reply = null;
    this.cited = new Map();
    const id = makeId("turn");
    this.#heading = make("h4", { class: "answer-head", tabindex: "-1" }, say("answer", lang));
    this.#waiting = make("p", { class: "waiting" }, say("searching", lang));
    this.node = make("article", { class: "turn", lang, "aria-labelledby": id },
      make("h3", { class: "asked", id }, make("span", { class: "unseen" }, `${say("question", lang)}: `), markForeign(question, lang)),
      this.#heading, this.#waiting, this.#blocks, this.#after);
  }

  addBlock(block) {
    this.#streamed.push(block);
    this.#waiting.remove();
    this.#blocks.append(drawBlock(block, this));
  }

  showReply(reply) {
    this.reply = reply;
    this.cited = new Map(asList(reply.citations).map((citation) => [citation.number, citation]));
    this.#waiting.remove();
    const blocks = asList(reply.blocks);
    if (!this.#streamed.length || JSON.stringify(blocks) !== JSON.stringify(this.#streamed)) {
      this.#blocks.replaceChildren(...blocks.map((block) => drawBlock(block, this)));
    }
    for (const button of this.#blocks.querySelectorAll(".mark")) {
      if (!this.cited.has(Number(button.dataset.number))) button.remove();
    }
    if (reply.status === "not_stated" || reply.status === "out_of_scope") {
      this.#heading.after(make("p", { class: "state" }, say(reply.status, this.lang)));
    }
    const suggestions = asList(reply.suggestions).map(asText).filter(Boolean);
    this.#after.replaceChildren(...[
      drawSources([...this.cited.values()], this.lang), drawRelated(asList(reply.related), this.lang), drawTools(this), drawVoting(this),
      drawQuestions(suggestions, "suggestions", "suggested", this.lang, this.host.ask),
    ].flat().filter(Boolean));
  }

  showTrouble(trouble) {
    const text = say(trouble.key, this.lang, trouble.values);
    this.#waiting.remove();
    this.#blocks.replaceChildren(make("p", { class: "trouble" }, text),
      make("button", { type: "button", onclick: () => this.host.retry(this) }, say("retry", this.lang)));
    this.host.announce(text);
  }
}
