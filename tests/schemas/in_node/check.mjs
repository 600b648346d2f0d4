// Prints how ajv finds documents by a schema of JSON Schema 2020-12: node check.mjs SCHEMA FILE…, each true or false.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const [schema, ...documents] = process.argv.slice(2).map((each) => JSON.parse(readFileSync(each, "utf-8")));
const ajv = formats(new Ajv({ strictTypes: false, strictRequired: false, allowUnionTypes: true }));
const check = ajv.compile(schema);
console.log(JSON.stringify(documents.map((each) => check(each))));
