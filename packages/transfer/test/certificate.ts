import { generateKeyPairSync, sign } from "node:crypto";

/** What a server proves itself with, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const ECDSA_WITH_SHA256 = sequence(tagged(0x06, Buffer.from("2a8648ce3d040302", "hex")));

/** A new key and a certificate of 127.0.0.1 that it has signed itself. */
export function selfSigned(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(tagged(0x31, sequence(objectId("550403"), tagged(0x0c, Buffer.from("loopback")))));
  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))), // version 3
    tagged(0x02, Buffer.of(1)),
    ECDSA_WITH_SHA256,
    name,
    sequence(tagged(0x17, Buffer.from("200101000000Z")), tagged(0x17, Buffer.from("491231235959Z"))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(alternativeName(Buffer.of(127, 0, 0, 1)))),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign("sha256", content, privateKey)]));
  const body = sequence(content, ECDSA_WITH_SHA256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function alternativeName(address: Buffer): Buffer {
  return sequence(objectId("551d11"), tagged(0x04, sequence(tagged(0x87, address))));
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** A value of DER: its tag, its length, itself. */
function tagged(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), value]);
}
