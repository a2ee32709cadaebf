/** The image-spec's JSON schemas: what configs, manifests, indexes and layouts must look like to be read. */
import * as v from 'valibot';

const mediaType = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/),
);
const digest = v.pipe(v.string(), v.regex(/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/));
const registered = v.pipe(
  digest,
  v.check((text) => !text.startsWith('sha256:') || /^sha256:[a-f0-9]{64}$/.test(text)),
  v.check((text) => !text.startsWith('sha512:') || /^sha512:[a-f0-9]{128}$/.test(text)),
);
const count = v.pipe(v.number(), v.integer());
const annotations = v.record(v.string(), v.string());
const set = v.record(v.string(), v.looseObject({}));
const variable = v.pipe(v.string(), v.regex(/^[^=]+=[\s\S]*$/));

const descriptor = v.looseObject({
  mediaType,
  digest: registered,
  size: v.pipe(count, v.minValue(0)),
  urls: v.optional(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/)))),
  data: v.optional(v.pipe(v.string(), v.base64())),
  artifactType: v.optional(mediaType),
  annotations: v.optional(annotations),
});

const manifest = v.looseObject({
  schemaVersion: v.literal(2),
  mediaType: v.optional(mediaType),
  artifactType: v.optional(mediaType),
  config: descriptor,
  layers: v.pipe(v.array(descriptor), v.minLength(1)),
  subject: v.optional(descriptor),
  annotations: v.optional(annotations),
});

const index = v.looseObject({
  schemaVersion: v.literal(2),
  mediaType: v.optional(mediaType),
  artifactType: v.optional(mediaType),
  manifests: v.array(
    v.looseObject({
      ...descriptor.entries,
      platform: v.optional(v.looseObject({ architecture: v.string(), os: v.string() })),
    }),
  ),
  subject: v.optional(descriptor),
  annotations: v.optional(annotations),
});

const config = v.looseObject({
  created: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  author: v.optional(v.string()),
  architecture: v.string(),
  variant: v.optional(v.string()),
  os: v.string(),
  config: v.optional(
    v.looseObject({
      User: v.optional(v.string()),
      ExposedPorts: v.optional(set),
      Env: v.optional(v.array(variable)),
      Entrypoint: v.optional(v.array(v.string())),
      Cmd: v.optional(v.array(v.string())),
      Volumes: v.optional(set),
      WorkingDir: v.optional(v.string()),
      Labels: v.optional(annotations),
      StopSignal: v.optional(v.string()),
      ArgsEscaped: v.optional(v.boolean()),
    }),
  ),
  rootfs: v.looseObject({ type: v.literal('layers'), diff_ids: v.array(v.string()) }),
  history: v.optional(
    v.array(
      v.looseObject({
        created: v.optional(v.pipe(v.string(), v.isoTimestamp())),
        created_by: v.optional(v.string()),
        author: v.optional(v.string()),
        comment: v.optional(v.string()),
        empty_layer: v.optional(v.boolean()),
      }),
    ),
  ),
});

const layout = v.looseObject({ imageLayoutVersion: v.literal('1.0.0') });

const SCHEMAS = { config, descriptor, index, layout, manifest } as const;

/** Throws `invalid <kind>: where: what` when `value` is not what the image-spec calls that. */
export function validate(kind: keyof typeof SCHEMAS, value: unknown): void {
  const result = v.safeParse(SCHEMAS[kind], value, { abortEarly: true });
  if (result.success) return;
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new Error(`invalid ${kind}: ${where ? `${where}: ` : ''}${issue.message}`);
}
