// Prints what the parser finds wrong with an AsyncAPI document, and the messages in it: node parse.mjs FILE
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf-8"));
const errors = diagnostics.filter((each) => each.severity === 0);
const messages = document ? document.components().messages().all().map((each) => each.name()) : [];
console.log(JSON.stringify({ errors: errors.map((each) => `${each.path.join("/")}: ${each.message}`), messages }));
