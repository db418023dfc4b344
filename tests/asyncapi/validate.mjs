// Validates AsyncAPI documents with AsyncAPI's own parser: node validate.mjs FILE... A line each, "good" or "bad"; errors
// and warnings make one bad, and then the exit code is 1.

import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const SERIOUS = 1;

async function judge(parser, file) {
  const { document, diagnostics } = await parser.parse(readFileSync(file, 'utf8'), { source: file });
  const said = diagnostics.filter((each) => each.severity <= SERIOUS);
  if (document !== undefined && said.length === 0) return `good ${document.channels().all().length} channels`;
  return `bad ${said.map((each) => `${each.code} at ${each.path.join('.')}`).join(', ')}`;
}

const parser = new Parser();
for (const file of process.argv.slice(2)) {
  const verdict = await judge(parser, file);
  console.log(verdict);
  if (!verdict.startsWith('good')) process.exitCode = 1;
}
