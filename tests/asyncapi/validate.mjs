// Validates an AsyncAPI document with AsyncAPI's own parser: node validate.mjs FILE. Errors and warnings fail it.

import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const file = process.argv[2];
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'), { source: file });
const serious = diagnostics.filter((each) => each.severity <= 1);
for (const each of serious) console.error(`${each.code} at ${each.path.join('.')}: ${each.message}`);
if (document === undefined || serious.length > 0) process.exit(1);
const payloads = document.messages().all().filter((each) => each.hasPayload()).length;
console.log(`${document.channels().all().length} channels, ${document.operations().all().length} operations, ${payloads} payloads`);
