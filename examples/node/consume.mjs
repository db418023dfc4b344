// Follow the event feed with kafkajs, and validate every event against its published JSON Schema with ajv.
//
//     npm ci
//     node consume.mjs 127.0.0.1:9092 [--type ACCUSE] [--source RUS] [--until-end]
//
// It prints each event once a revision, filters by header before it parses, drops duplicates, and says when an event is
// taken back or ends. --until-end stops at what is there now; without it, it goes on until Ctrl-C.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import kafkajs from 'kafkajs';

const TOPIC = 'diplomacy.events.v1';
const SCHEMA = new URL('../../schemas/json/diplomatic-event/1.0.0.json', import.meta.url);

const { values: chosen, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    type: { type: 'string', multiple: true, default: [] },
    source: { type: 'string', multiple: true, default: [] },
    'until-end': { type: 'boolean', default: false },
  },
});
if (positionals.length !== 1) {
  console.error('usage: node consume.mjs HOST:PORT [--type TYPE] [--source COUNTRY] [--until-end]');
  process.exit(2);
}

const ajv = new Ajv2020({ allErrors: true });
addFormats(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

const kafka = new kafkajs.Kafka({
  clientId: 'communique-example',
  brokers: positionals[0].split(','),
  logLevel: kafkajs.logLevel.ERROR,
  retry: { retries: 3 },
});

// kafkajs reads in groups only; a group of its own, thrown away at the end, reads everything from the start.
const groupId = `communique-example-${process.pid}-${Date.now()}`;
const consumer = kafka.consumer({ groupId, sessionTimeout: 10000 });
const revisions = new Map();

function header(message, name) {
  return message.headers?.[name]?.toString();
}

function wanted(message) {
  return (
    (chosen.type.length === 0 || chosen.type.includes(header(message, 'event_type'))) &&
    (chosen.source.length === 0 || chosen.source.includes(header(message, 'source_country')))
  );
}

function describe(event) {
  const source = event.source.name ?? event.source.country ?? '?';
  const target = event.target?.name ?? event.target?.country ?? '-';
  return `${event.event_date} ${source} ${event.event_type} ${target} (${event.article_count} stories, r${event.revision})`;
}

function take(message) {
  const id = message.key.toString();
  if (message.value === null) {
    if (revisions.delete(id)) console.log(`ended ${id}`);
    return;
  }
  if (!wanted(message)) return;
  const event = JSON.parse(message.value.toString());
  if (!valid(event)) throw new Error(`${id} breaks its contract: ${ajv.errorsText(valid.errors)}`);
  if (event.revision <= (revisions.get(id) ?? 0)) return;
  revisions.set(id, event.revision);
  console.log(event.status, id, describe(event));
}

// What is left of each partition to what is there now; empty means done.
async function unread() {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();
  return new Map(offsets.filter((each) => Number(each.high) > Number(each.low)).map((each) => [each.partition, Number(each.high)]));
}

let finish;
const finished = new Promise((resolve) => { finish = resolve; });
let failure = null;
const left = chosen['until-end'] ? await unread() : new Map();

if (!chosen['until-end'] || left.size > 0) {
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      try {
        take(message);
      } catch (error) {
        failure ??= error;
        finish();
      }
      if (Number(message.offset) + 1 >= (left.get(partition) ?? Infinity)) left.delete(partition);
      if (chosen['until-end'] && left.size === 0) finish();
    },
  });
  process.once('SIGINT', finish);
  process.once('SIGTERM', finish);
  await finished;
  await consumer.disconnect();
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteGroups([groupId]).catch(() => {});
  await admin.disconnect();
}
if (failure) {
  console.error(failure.message);
  process.exit(1);
}
