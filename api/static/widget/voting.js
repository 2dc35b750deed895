// What a reader thought of an answer: one press, and a comment where it fell short.

function drawVoting(turn) {
  const { lang, host, reply } = turn;
  if (!reply.turn_id) return null;
  const box = make("div", { class: "voting", role: "group", "aria-label": say("feedback", lang) });
  const vote = async (useful, comment) => {
    try {
      const response = await post("api/feedback", { turn_id: reply.turn_id, useful, ...(comment ? { comment } : {}) });
      if (!response.ok) throw new Trouble("feedback_failed");
      return true;
    } catch {
      host.announce(say("feedback_failed", lang));
      return false;
    }
  };
  const thank = (...more) => {
    const thanks = make("p", { class: "done", tabindex: "-1" }, say("thanks", lang));
    box.replaceChildren(thanks, ...more);
    thanks.focus();
  };
  const askWhy = () => {
    const field = make("textarea", { rows: "2", maxlength: "1000", id: makeId("why") });
    const form = make("form", {}, make("label", { for: field.id, class: "small" }, say("comment", lang)),
      make("div", { class: "row" }, field, make("button", { type: "submit" }, say("comment_send", lang))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!field.value.trim() || (await vote(false, field.value.trim()))) thank();
    });
    thank(form);
  };
  box.append(make("span", { class: "legend" }, say("feedback", lang)),
    make("button", { type: "button", onclick: async () => (await vote(true)) && thank() }, say("useful", lang)),
    make("button", { type: "button", onclick: async () => (await vote(false)) && askWhy() }, say("not_useful", lang)));
  return box;
}
