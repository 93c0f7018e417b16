// A double as Go's strconv prints it with the fewest digits: `1`, `1.5`, `1e+21`.

export function doubleText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const size = Math.abs(value);
  // Go's %g turns to an exponent below 1e-4 and from 1e21 on, and writes it with two digits at least.
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return String(value);
}
