// Makes src/console/api/described.ts out of the control port's own description:
// node scripts/client.mjs. A test fails while the file is another than this would make.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DESCRIPTION = here("../../control/src/main/resources/io/freshet/control/openapi.yaml");
const TARGET = here("../src/console/api/described.ts");
const METHODS = ["get", "post", "put", "patch", "delete"];

const nameOf = (ref) => ref.split("/").at(-1);
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const comment = (text, indent) =>
  text ? `${indent}/** ${text.trim().replace(/\s+/g, " ").replaceAll("*/", "* /")} */\n` : "";

function plain(type, schema, indent) {
  switch (type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array": {
      const item = typeOf(schema.items ?? {}, indent);
      return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
    }
    case "object":
      return objectOf(schema, indent);
    default:
      throw new Error(`no type ${type}`);
  }
}

function objectOf({ properties, required = [], additionalProperties }, indent) {
  if (!properties) {
    const values = typeof additionalProperties === "object" ? typeOf(additionalProperties, indent) : "unknown";
    return `Record<string, ${values}>`;
  }
  const deeper = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, schema]) =>
      comment(schema.description, deeper) +
      `${deeper}${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema, deeper)};\n`,
  );
  return `{\n${lines.join("")}${indent}}`;
}

/** A schema as a type; constraints that TypeScript cannot say are left out. */
export function typeOf(schema, indent = "") {
  if (schema === true || Object.keys(schema).length === 0) return "unknown";
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const union = schema.oneOf ?? schema.anyOf;
  if (union) return union.map((each) => typeOf(each, indent)).join(" | ");
  if (schema.allOf) {
    const parts = schema.allOf.map((each) => typeOf(each, indent));
    if (schema.properties) parts.push(objectOf(schema, indent));
    return parts.join(" & ");
  }
  const types = [schema.type ?? "object"].flat();
  return types.map((type) => plain(type, schema, indent)).join(" | ");
}

function jsonOf(holder) {
  const content = holder?.content ?? {};
  const type = Object.keys(content).find((each) => each.includes("json"));
  return type ? typeOf(content[type].schema ?? {}, "    ") : null;
}

function operation(document, path, method, item) {
  const described = item[method];
  const resolved = [...(item.parameters ?? []), ...(described.parameters ?? [])].map((each) =>
    each.$ref ? document.components.parameters[nameOf(each.$ref)] : each,
  );
  const of = (place) => {
    const found = resolved.filter((each) => each.in === place);
    const parts = found.map(
      ({ name, required, schema }) =>
        `${key(name)}${required ? "" : "?"}: ${typeOf(schema ?? { type: "string" }, "    ")}`,
    );
    return parts.length === 0 ? "Nothing" : `{ ${parts.join("; ")} }`;
  };
  // A path's places are there even where the description forgot to list them.
  const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name}: string`);
  const good = Object.entries(described.responses).find(([status]) => /^2/.test(status))?.[1];
  const asked = described.requestBody?.$ref
    ? document.components.requestBodies[nameOf(described.requestBody.$ref)]
    : described.requestBody;
  return (
    comment(described.summary, "  ") +
    `  "${method.toUpperCase()} ${path}": {\n` +
    `    path: ${places.length === 0 ? "Nothing" : `{ ${places.join("; ")} }`};\n` +
    `    query: ${of("query")};\n` +
    `    body: ${jsonOf(asked) ?? "undefined"};\n` +
    `    answer: ${jsonOf(good) ?? "undefined"};\n` +
    "  };\n"
  );
}

/** The whole file. */
export function generate() {
  const document = parse(readFileSync(DESCRIPTION, "utf8"));
  let text =
    "// Made by scripts/client.mjs out of control's openapi.yaml: npm run client. Not by hand.\n\n" +
    "type Nothing = Record<never, never>;\n";
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    text += `\n${comment(schema.description, "")}export type ${name} = ${typeOf(schema)};\n`;
  }
  text += "\n/** By method and path: what is asked, and what is answered. */\nexport interface Described {\n";
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith("/api/")) continue;
    for (const method of METHODS) if (item[method]) text += operation(document, path, method, item);
  }
  return `${text}}\n`;
}

/** The file as it is. */
export const written = () => readFileSync(TARGET, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, generate());
