import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createComputer } from '../../src/host/computer.ts';
import { nodePlatform } from '../support/platform.ts';
import { type Report, Tally } from './tally.ts';

interface Schema {
  $ref?: string;
  type?: string;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  'x-nullable'?: boolean;
  'x-omitempty'?: boolean;
}

interface Specification {
  paths: Record<string, { get?: { responses: Record<string, { schema?: Schema }> } }>;
  definitions: Record<string, Schema>;
}

/** What is asked of, as the page's own path and with its parameters filled in. */
const REQUESTS: readonly (readonly [path: string, url: string])[] = [
  ['/containers/json', '/containers/json?all=1&size=1'],
  ['/containers/{id}/json', '/containers/web/json?size=1'],
  ['/containers/{id}/json', '/containers/job/json'],
  ['/containers/{id}/json', '/containers/made/json'],
  ['/containers/{id}/top', '/containers/web/top'],
  ['/containers/{id}/changes', '/containers/job/changes'],
  ['/containers/{id}/stats', '/containers/web/stats?stream=0&one-shot=1'],
  ['/images/json', '/images/json?all=1&digests=1'],
  ['/images/{name}/json', '/images/alpine/json'],
  ['/images/{name}/json', '/images/own/json'],
  ['/images/{name}/history', '/images/own/history'],
  ['/images/search', '/images/search?term=nginx'],
  ['/networks', '/networks'],
  ['/networks/{id}', '/networks/bridge'],
  ['/networks/{id}', '/networks/front'],
  ['/volumes', '/volumes'],
  ['/volumes/{name}', '/volumes/data'],
  ['/info', '/info'],
  ['/version', '/version'],
  ['/system/df', '/system/df'],
];

/** Null in what 28.5 itself answers, against the description. */
const NULL_IN_REALITY = new Set(['.HostConfig.MemorySwappiness']);

const LIVES = [
  'docker network create --label a=b front',
  'docker volume create --label a=b data',
  'docker run -d --name web --network front -p 8080:80 -v data:/d --health-cmd true --health-interval 1s nginx:alpine',
  'docker run --name job --memory 64m --cap-add NET_ADMIN --ulimit nofile=10:20 --restart on-failure:2 alpine touch /x',
  'docker create --name made --mount type=tmpfs,dst=/t -l x=y --entrypoint sh alpine -c true',
  'docker commit -m made job own',
];

/** Answers of the engine against moby's description of its API: every member named there and required, every type. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('engine API (swagger)');
  const text = readFileSync(join(dataDir, 'moby/docker-engine-api-swagger.yaml'), 'utf8');
  const specification = parse(text) as Specification;
  const images = ['alpine:latest', 'nginx:alpine'];
  const computer = await createComputer({ platform: nodePlatform(), images, folder: 'work', files: [] });
  const session = computer.openSession();
  for (const line of LIVES) {
    const { exit, stderr } = await session.run(line);
    tally.check(line, () => (exit === 0 ? undefined : stderr));
  }
  for (const [path, url] of REQUESTS) {
    const [route = '', query = ''] = url.split('?');
    const response = await computer.door.request({
      method: 'GET',
      path: `/v1.51${route}`,
      query,
      headers: {},
      body: undefined,
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    tally.check(`GET ${url}`, () => {
      if (response.status !== 200) return `status ${response.status}: ${body}`;
      const schema = specification.paths[path]?.get?.responses['200']?.schema;
      if (!schema) return 'not described';
      return new Validator(specification).problems(JSON.parse(body), schema, '').slice(0, 8).join('; ') || undefined;
    });
  }
  computer.powerOff();
  return tally.report();
}

/** The part of JSON Schema that Swagger 2 uses. Go writes nil lists and maps as null: that is no other type. */
class Validator {
  constructor(private readonly specification: Specification) {}

  problems(value: unknown, given: Schema, at: string): string[] {
    const schema = given.$ref ? { ...this.#definition(given.$ref), ...given, $ref: undefined } : given;
    if (schema.allOf) return schema.allOf.flatMap((part) => this.problems(value, part, at));
    const type = schema.type ?? (schema.properties ? 'object' : undefined);
    if (value === null) {
      return NULL_IN_REALITY.has(at) || schema['x-nullable'] || type === 'array' || type === 'object' || !type
        ? []
        : [`${at}: null`];
    }
    if (type === 'array') {
      if (!Array.isArray(value)) return [`${at}: no list`];
      return value.flatMap((item, i) => this.problems(item, schema.items ?? {}, `${at}[${i}]`));
    }
    if (type === 'object') return this.#object(value, schema, at);
    const wrong =
      (type === 'integer' && !Number.isInteger(value)) ||
      (type === 'number' && typeof value !== 'number') ||
      (type === 'string' && typeof value !== 'string') ||
      (type === 'boolean' && typeof value !== 'boolean');
    if (wrong) return [`${at}: ${JSON.stringify(value)} is no ${type}`];
    if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${JSON.stringify(value)} is none of its values`];
    return [];
  }

  #object(value: unknown, schema: Schema, at: string): string[] {
    if (typeof value !== 'object' || Array.isArray(value)) return [`${at}: no object`];
    const members = value as Record<string, unknown>;
    const missing = (schema.required ?? [])
      .filter((name) => !(name in members))
      .map((name) => `${at}.${name}: missing`);
    const wrong = Object.entries(members).flatMap(([name, member]) => {
      const described =
        schema.properties?.[name] ??
        (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
      return described ? this.problems(member, described, `${at}.${name}`) : [];
    });
    return [...missing, ...wrong];
  }

  #definition(reference: string): Schema {
    return this.specification.definitions[reference.replace('#/definitions/', '')] ?? {};
  }
}
