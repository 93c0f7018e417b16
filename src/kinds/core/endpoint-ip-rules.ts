// Addresses that an endpoint may have: those of another machine.
// Kubernetes: pkg/apis/core/validation/validation.go ValidateEndpointIP
import { invalidValue } from "../../apimachinery/field-error.ts";
import { parseIp } from "../../apimachinery/ip-address.ts";
import type { Errors } from "../field-checks.ts";

export function checkEndpointIp(errors: Errors, path: string, text: string): void {
  const address = parseIp(text);
  if (address === undefined) {
    errors.push(invalidValue(path, text, "must be a valid IP address"));
    return;
  }
  const { family, bytes } = address;
  const [first = 0, second = 0, third = 0] = bytes;
  const zeros = bytes.slice(0, -1).every((byte) => byte === 0);
  const last = bytes.at(-1);
  if (zeros && last === 0) errors.push(invalidValue(path, text, `may not be unspecified (${text})`));
  if (family === 4 ? first === 127 : zeros && last === 1) {
    errors.push(invalidValue(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
  }
  if (family === 4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80) {
    errors.push(invalidValue(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
  }
  if (family === 4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02) {
    const detail = "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)";
    errors.push(invalidValue(path, text, detail));
  }
}
