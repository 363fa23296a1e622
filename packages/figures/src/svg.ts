/** Value of an SVG attribute. `undefined` leaves the attribute away. */
export type Attribute = string | number | undefined;

// XML 1.0 has no control characters but tab and line ends, no lone surrogates and not the last two of the first plane.
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for use between tags or inside quotes, so that nothing in it is read as markup. */
export function escapeXml(text: string): string {
  return text.replace(NOT_XML, "\ufffd").replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A coordinate in hundredths of a pixel, the shortest way. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** One element. Attribute values are escaped; `content` is markup and is not. */
export function element(name: string, attributes: Readonly<Record<string, Attribute>>, content = ""): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === "number" ? coordinate(value) : escapeXml(value)}"`;
  }
  return content === "" ? `${open}/>` : `${open}>${content}</${name}>`;
}

/** A text element; the text is escaped. */
export function textElement(text: string, attributes: Readonly<Record<string, Attribute>>): string {
  return element("text", attributes, escapeXml(text) || " ");
}
