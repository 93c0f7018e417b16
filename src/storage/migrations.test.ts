// Migrations: what is missing runs once, in order, on the data of the step before.
import { describe, expect, test } from "vitest";
import { StoreBench, write } from "../../test/contract/bench.ts";
import { openNodeSql } from "../platform/node/sql.ts";
import { type Migration, migrate, storageMigrations } from "./migrations.ts";

const first: Migration = { name: "names", statements: ["CREATE TABLE people (name TEXT)"] };
const second: Migration = {
  name: "ages",
  statements: ["ALTER TABLE people ADD COLUMN age INTEGER", "UPDATE people SET age = 1"],
};

describe("migrations", () => {
  test("run what is missing, each once, and keep what is there", () => {
    const sql = openNodeSql();
    migrate(sql, "people", [first]);
    sql.run("INSERT INTO people (name) VALUES ('ann')");
    migrate(sql, "people", [first]);
    migrate(sql, "people", [first, second]);
    sql.run("UPDATE people SET age = 2");
    migrate(sql, "people", [first, second]);
    expect(sql.rows("SELECT name, age FROM people")).toEqual([["ann", 2]]);
  });

  test("leave nothing of a step that fails", () => {
    const sql = openNodeSql();
    const broken: Migration = { name: "broken", statements: ["CREATE TABLE half (a)", "nonsense"] };
    expect(() => migrate(sql, "people", [first, broken])).toThrow();
    expect(sql.row("SELECT 1 FROM sqlite_master WHERE name = 'half'")).toBeUndefined();
    migrate(sql, "people", [first, second]);
    expect(sql.rows("SELECT name, age FROM people")).toEqual([]);
  });

  test("refuse tables of a newer version", () => {
    const sql = openNodeSql();
    migrate(sql, "people", [first, second]);
    expect(() => migrate(sql, "people", [first])).toThrow("newer version");
  });

  test("parts count their steps apart, and names are unique within one", () => {
    const sql = openNodeSql();
    migrate(sql, "people", [first]);
    migrate(sql, "storage", storageMigrations);
    expect(new Set(storageMigrations.map((one) => one.name)).size).toBe(storageMigrations.length);
    const store = new StoreBench(sql).open();
    expect(write(store, "a", "1").type).toBe("ADDED");
  });
});
