// What a benchmark found: rows of figures, what is aimed at, and remarks.

export type Figures = Readonly<Record<string, number>>;

export interface Row {
  readonly name: string;
  readonly figures: Figures;
}

export interface Aim {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** Whether the value should be at least or at most the limit. */
  readonly sense: "at least" | "at most";
}

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly aims: readonly Aim[];
  /** What was not measured and why, and what else must be known to read the figures. */
  readonly remarks: readonly string[];
}

export function holds({ value, limit, sense }: Aim): boolean {
  return sense === "at least" ? value >= limit : value <= limit;
}
