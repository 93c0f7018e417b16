// Where a webhook is: by address or by service.
// Kubernetes: staging/src/k8s.io/apiserver/pkg/util/webhook/validation.go
import { invalidValue, required } from "../apimachinery/field-error.ts";
import { isDns1123Subdomain, isValidPortNumber } from "../apimachinery/names.ts";
import type { Errors } from "./field-checks.ts";

const form = "; desired format: https://host[/path]";
const portDefault = 443;

interface WebhookService {
  readonly name?: string;
  readonly namespace?: string;
  readonly path?: string;
  port?: number;
}

interface WebhookClient {
  readonly url?: string;
  readonly service?: WebhookService;
}

export function setWebhookClientDefaults(client: WebhookClient | undefined): void {
  if (client?.service !== undefined) client.service.port ??= portDefault;
}

export function checkWebhookClient(errors: Errors, path: string, client: WebhookClient | undefined): void {
  const { url, service } = client ?? {};
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(path, "exactly one of url or service is required"));
  } else if (url !== undefined) {
    checkUrl(errors, `${path}.url`, url);
  } else if (service !== undefined) {
    checkService(errors, `${path}.service`, service);
  }
}

function checkUrl(errors: Errors, path: string, text: string): void {
  const { scheme = "", user, host = "", query, fragment } = urlParts.exec(text)?.groups ?? {};
  if (scheme.toLowerCase() !== "https") {
    errors.push(invalidValue(path, scheme, `'https' is the only allowed URL scheme${form}`));
  }
  if (host === "") errors.push(invalidValue(path, host, `host must be specified${form}`));
  if (user !== undefined) errors.push(invalidValue(path, user, "user information is not permitted in the URL"));
  if (fragment) errors.push(invalidValue(path, fragment, "fragments are not permitted in the URL"));
  if (query) errors.push(invalidValue(path, query, "query parameters are not permitted in the URL"));
}

// Not `new URL`, which knows hosts of its own where there is none.
const urlParts =
  /^(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/(?:(?<user>[^@/?#]*)@)?(?<host>[^/?#]*))?[^?#]*(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/s;

function checkService(errors: Errors, path: string, service: WebhookService): void {
  if (!service.name) errors.push(required(`${path}.name`, "service name is required"));
  if (!service.namespace) errors.push(required(`${path}.namespace`, "service namespace is required"));
  const port = service.port ?? 0;
  const messages = isValidPortNumber(port);
  if (messages.length > 0) {
    errors.push(invalidValue(`${path}.port`, port, `port is not valid: ${messages.join(",")}`));
  }
  if (service.path !== undefined) checkUrlPath(errors, `${path}.path`, service.path);
}

function checkUrlPath(errors: Errors, path: string, value: string): void {
  if (value === "/" || value === "") return;
  if (value === "//") {
    errors.push(invalidValue(path, value, "segment[0] may not be empty"));
    return;
  }
  if (!value.startsWith("/")) errors.push(invalidValue(path, value, "must start with a '/'"));
  const inner = value.slice(1, value.endsWith("/") ? -1 : undefined);
  inner.split("/").forEach((segment, index) => {
    if (segment === "") {
      errors.push(invalidValue(path, value, `segment[${index}] may not be empty`));
      return;
    }
    for (const message of isDns1123Subdomain(segment)) {
      errors.push(invalidValue(path, value, `segment[${index}]: ${message}`));
    }
  });
}
