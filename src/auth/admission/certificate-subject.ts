// The organizations in a certificate request's subject: a look into its DER, no more.
// Kubernetes: pkg/apis/certificates/helpers.go ParseCSR; RFC 2986 section 4.1, X.690 section 8.1

/** One value: where its content begins and ends. */
interface Value {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

const sequence = 0x30;
const organization = [0x55, 0x04, 0x0a];

/** `pem` is a PEM block. Throws when it holds no certificate request. */
export function organizationsOf(pem: string): string[] {
  const bytes = derOf(pem);
  // CertificationRequest { CertificationRequestInfo { version, subject RDNSequence, ... }, ... }
  const [info] = children(bytes, expectSequence(valueAt(bytes, 0)));
  const [, subject] = children(bytes, expectSequence(info));
  const found: string[] = [];
  for (const set of children(bytes, expectSequence(subject))) {
    for (const attribute of children(bytes, set)) {
      const [type, value] = children(bytes, attribute);
      if (type === undefined || value === undefined) throw new Error("asn1: structure error");
      const id = bytes.subarray(type.start, type.end);
      if (id.length === organization.length && organization.every((byte, index) => id[index] === byte)) {
        found.push(new TextDecoder().decode(bytes.subarray(value.start, value.end)));
      }
    }
  }
  return found;
}

function derOf(pem: string): Uint8Array {
  const body = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]*?)-----END CERTIFICATE REQUEST-----/.exec(pem)?.[1];
  if (body === undefined) throw new Error("PEM block type must be CERTIFICATE REQUEST");
  return Uint8Array.from(atob(body.replace(/\s+/g, "")), (char) => char.charCodeAt(0));
}

function expectSequence(value: Value | undefined): Value {
  if (value?.tag !== sequence) throw new Error("asn1: structure error");
  return value;
}

function children(bytes: Uint8Array, { start, end }: Value): Value[] {
  const found: Value[] = [];
  for (let at = start; at < end; ) {
    const value = valueAt(bytes, at);
    if (value.end > end) throw new Error("asn1: syntax error: data truncated");
    found.push(value);
    at = value.end;
  }
  return found;
}

function valueAt(bytes: Uint8Array, at: number): Value {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw new Error("asn1: syntax error: data truncated");
  if (first < 0x80) return within(bytes, { tag, start: at + 2, end: at + 2 + first });
  // The length's own length; more than four bytes of it is more than any body holds.
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new Error("asn1: structure error: length too large");
  let length = 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  return within(bytes, { tag, start: at + 2 + count, end: at + 2 + count + length });
}

function within(bytes: Uint8Array, value: Value): Value {
  if (value.end > bytes.length) throw new Error("asn1: syntax error: data truncated");
  return value;
}
