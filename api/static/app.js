// The source page's small comforts; everything on it can be read without them.
(() => {
  "use strict";
  const mark = document.querySelector("mark.cited");
  const goToMark = () => {
    mark.closest("section")?.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center", behavior: "instant" });
  };
  if (mark) {
    // The address only names the section; a long one would leave the quoted span below the window.
    if (location.search.includes("start=")) addEventListener("load", () => requestAnimationFrame(goToMark), { once: true });
    document.querySelector("[data-to-highlight]")?.addEventListener("click", (event) => {
      event.preventDefault();
      goToMark();
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
