// A city's own colour, taken only when it is one, and the text colour that can be read on it.

/** Red, green, blue (0–255) of an opaque CSS colour, or null when the text is not one. */
function readColour(text) {
  if (!text || text.length > 64 || /^(currentcolor|inherit|initial|unset|revert.*|transparent)$/i.test(text.trim())) return null;
  if (text.includes("var(") || !CSS.supports("color", text)) return null;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.fillStyle = text;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [red, green, blue] : null;
}

/** Black or white, whichever stands out more on the colour; one of them always reaches 4.5:1. */
function textColourOn(rgb) {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#fff" : "#000";
}

/** Sets colour and distance from the foot of the window as custom properties of the widget's root. */
function applyAttributes(root, colour, offset) {
  const rgb = readColour(colour);
  for (const name of ["--accent", "--on-accent", "--offset"]) root.style.removeProperty(name);
  if (rgb) {
    root.style.setProperty("--accent", `rgb(${rgb.join(" ")})`);
    root.style.setProperty("--on-accent", textColourOn(rgb));
  }
  if (/^\d{1,3}$/.test(offset ?? "")) root.style.setProperty("--offset", `${Math.min(Number(offset), 400)}px`);
}
