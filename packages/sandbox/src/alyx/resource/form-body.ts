const FORM = Symbol("form");

/** A body that came as a form: all its values are texts, lists of texts, or files. */
export function markForm(body: Record<string, unknown>): Record<string, unknown> {
  return Object.defineProperty(body, FORM, { value: true });
}

/** True for a body that came as a form. */
export const isFormBody = (body: Readonly<Record<string, unknown>>): boolean => FORM in body;
