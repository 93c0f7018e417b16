// The `Warning:` header: texts that clients print.

/** RFC 7234 warnings, code 299. Kubernetes: k8s.io/apimachinery/pkg/util/net NewWarningHeader */
export function warningHeader(warnings: readonly string[]): string {
  const texts = [...new Set(warnings)].map((text) => {
    const plain = text.replace(/[\r\n\t]+/g, " ").replace(/[^\x20-\x7e]/g, "?");
    return `299 - "${plain.replace(/[\\"]/g, "\\$&")}"`;
  });
  return texts.join(", ");
}
