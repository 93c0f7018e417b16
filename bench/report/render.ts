// The tables that people read.
import { type Aim, holds, type Row, type Section } from "./section.ts";

function number(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** The first column to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join("   ")}`.trimEnd()).join("\n");
}

function figureNames(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
}

function aimRow(aim: Aim): string[] {
  const wanted = `${aim.sense} ${number(aim.limit)} ${aim.unit}`;
  return [aim.what, `${number(aim.value)} ${aim.unit}`, wanted, holds(aim) ? "holds" : "MISSED"];
}

export function renderSection(section: Section): string {
  const names = figureNames(section.rows);
  const cells = section.rows.map((row) => [
    row.name,
    ...names.map((name) => (row.figures[name] === undefined ? "" : number(row.figures[name]))),
  ]);
  const parts = [`${section.name}: ${section.title}`];
  if (section.rows.length > 0) parts.push(columns([["", ...names], ...cells]));
  parts.push(...section.remarks.map((remark) => `  ${remark}`));
  return `${parts.join("\n")}\n`;
}

export function renderAims(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.aims.map(aimRow));
  return rows.length === 0 ? "" : `aims\n${columns([["", "measured", "aim", ""], ...rows])}\n`;
}
