import { SettingsValueError } from "./errors.ts";

/** This machine, which serves its own databases without encryption. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/|$)/i;

/**
 * An address as it is kept in settings: `https://` before one without scheme, `http://` before one of this machine, no
 * slash at the end.
 *
 * @param setting - Name of the setting, for messages.
 * @throws {@link SettingsValueError} unless it is an HTTP address with a host and without user name or password.
 * @see Source: `setup` in ONE, `one/params.py`. There a user name and password in the address are kept, in plain sight, and an
 *   address of this machine becomes `https://` too.
 */
export function paramUrl(setting: string, answer: string): string {
  const trimmed = answer.trim();
  const scheme = LOOPBACK.test(trimmed) ? "http" : "https";
  const text = (trimmed.includes("://") ? trimmed : `${scheme}://${trimmed}`).replace(/\/+$/, "");
  const expected = "a valid HTTP URL: http:// or https:// and a host";
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // Without the cause: the engine's error carries the whole address.
    throw new SettingsValueError(setting, expected);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new SettingsValueError(setting, expected);
  if (url.username !== "" || url.password !== "") {
    throw new SettingsValueError(
      setting,
      "an HTTP URL without user name and password: they have settings of their own",
    );
  }
  return text;
}
