import { createHmac, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** Cost of one try: about 16 MB and 50 ms. */
const COST: ScryptOptions = { N: 16_384, r: 8, p: 1 };
const SALT_BYTES = 16;
/** One block proves the password, the next makes the token: neither tells of the other. */
const BLOCK_BYTES = 32;

/** What a password gives: proof of itself, and a secret for tokens. */
interface PasswordKeys {
  readonly verifier: Buffer;
  readonly tokenSecret: Buffer;
}

function deriveKeys(password: string, salt: Buffer): Promise<PasswordKeys> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 2 * BLOCK_BYTES, COST, (error, key) => {
      if (error !== null) reject(error);
      else resolve({ verifier: key.subarray(0, BLOCK_BYTES), tokenSecret: key.subarray(BLOCK_BYTES) });
    });
  });
}

/** What is stored of a password: `scrypt$salt$verifier` in base 64. The password cannot be had back from it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const { verifier } = await deriveKeys(password, salt);
  return `scrypt$${salt.toString("base64")}$${verifier.toString("base64")}`;
}

/**
 * Checks a password, and gives the secret that its login tokens are made of; `undefined` if it is wrong.
 *
 * An unknown user is checked against nothing at the same cost, so that time does not tell which names exist.
 *
 * @param stored what {@link hashPassword} gave; `undefined` or empty if there is no such user or no password.
 */
export async function checkPassword(password: string, stored: string | undefined): Promise<Buffer | undefined> {
  const [, salt, expected] = (stored ?? "").split("$");
  const { verifier, tokenSecret } = await deriveKeys(password, Buffer.from(salt ?? "", "base64"));
  const wanted = Buffer.from(expected ?? "", "base64");
  return wanted.length === verifier.length && timingSafeEqual(wanted, verifier) ? tokenSecret : undefined;
}

/**
 * The token of a login: 40 hexadecimal digits, the same at every login until the password or the generation changes, though
 * the database holds only its hash.
 */
export function loginToken(tokenSecret: Buffer, generation: number): string {
  return createHmac("sha256", tokenSecret).update(`token ${generation}`).digest("hex").slice(0, 40);
}
