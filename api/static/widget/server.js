// Talking to the server: questions, their streamed replies, and what to tell a reader when there is none.

/** Server-sent events of a response body, as {event, data} with data parsed from JSON. */
async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      waiting = (waiting + (done ? "\n\n" : value)).replace(/\r\n/g, "\n");
      let end;
      while ((end = waiting.indexOf("\n\n")) >= 0) {
        const lines = waiting.slice(0, end).split("\n");
        waiting = waiting.slice(end + 2);
        const fields = (name) => lines.filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ""));
        const data = fields("data").join("\n");
        if (data) yield { event: fields("event")[0] ?? "message", data: JSON.parse(data) };
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** A reply that is not an answer: `key` names the text to show. */
class Trouble extends Error {
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

function refuse(response) {
  if (response.status === 429 || response.status === 503) {
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return new Trouble("error_busy", { seconds: Number.isFinite(seconds) ? seconds : 10 });
  }
  if (response.status === 404) return new Trouble("error_city");
  return new Trouble(response.status < 500 ? "error_question" : "error_server");
}

async function post(path, payload, signal) {
  try {
    return await fetch(new URL(path, SERVER), {
      method: "POST", credentials: "omit", referrerPolicy: "no-referrer", signal,
      headers: { "Content-Type": "application/json", Accept: "text/event-stream, application/json" },
      body: JSON.stringify(payload),
    });
  } catch (error) {
    throw error.name === "AbortError" ? error : new Trouble("error_offline");
  }
}

/** The whole reply to a question; `showBlock` is called for each block that arrives before it. */
async function fetchReply(payload, showBlock, signal) {
  const response = await post("api/chat/stream", payload, signal);
  if (response.ok && (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) {
    try {
      for await (const { event, data } of readEvents(response.body)) {
        if (event === "block") showBlock(data);
        if (event === "done") return data;
      }
    } catch (error) {
      if (error.name === "AbortError") throw error;
    }
  } else if (response.status < 500 && ![404, 405, 406].includes(response.status) && !response.ok) {
    throw refuse(response);
  }
  // A proxy that cannot carry a stream, or a stream that broke off: ask once more without it.
  const whole = await post("api/chat", payload, signal);
  if (!whole.ok) throw refuse(whole);
  return whole.json();
}

/** The guidelines that are held, as GET /api/documents lists them. Throws when they cannot be had. */
async function fetchDocuments() {
  const response = await fetch(new URL("api/documents", SERVER), { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(String(response.status));
  return asList((await response.json()).documents);
}
