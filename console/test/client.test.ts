import { describe, expect, test } from "vitest";
import { generate, typeOf, written } from "../scripts/client.mjs";

describe("the client", () => {
  test("is the one that the server's description makes; else: npm run client", () => {
    expect(written()).toBe(generate());
  });

  test.each([
    [{ type: "integer" }, "number"],
    [{ type: ["string", "null"] }, "string | null"],
    [{ type: "array", items: { type: "string", enum: ["a", "b"] } }, '("a" | "b")[]'],
    [{ $ref: "#/components/schemas/Me" }, "Me"],
    [{ oneOf: [{ $ref: "#/x/A" }, { type: "null" }] }, "A | null"],
    [{ allOf: [{ $ref: "#/x/A" }], properties: { b: { type: "boolean" } } }, "A & {\n  b?: boolean;\n}"],
    [{ type: "object", additionalProperties: { type: "integer" } }, "Record<string, number>"],
    [{ type: "object", required: ["a-b"], properties: { "a-b": {} } }, '{\n  "a-b": unknown;\n}'],
  ])("says %j as a type", (schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });
});
