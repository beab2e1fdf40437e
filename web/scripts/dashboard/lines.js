// Breaks text into lines, where nothing else does it: in drawings.

/**
 * Words in lines that are not wider than there is room. A word that is wider
 * than a line is cut.
 * @param {string} text
 * @param {number} room
 * @param {(text: string) => number} measure
 * @returns {string[]}
 */
export function wrapped(text, room, measure) {
  const lines = [];
  let line = "";
  for (let word of text.split(/\s+/).filter(Boolean)) {
    if (line && measure(`${line} ${word}`) <= room) {
      line = `${line} ${word}`;
      continue;
    }
    if (line) lines.push(line);
    while (measure(word) > room && [...word].length > 1) {
      let letters = [...word];
      while (letters.length > 1 && measure(letters.join("")) > room) letters.pop();
      lines.push(letters.join(""));
      word = word.slice(letters.join("").length);
    }
    line = word;
  }
  return line ? [...lines, line] : lines;
}
