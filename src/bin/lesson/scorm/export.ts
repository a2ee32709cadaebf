import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { projectFolder } from '../../project-folder.ts';
import { UsageError } from '../../usage.ts';
import { readLesson } from '../read.ts';
import { manifest, page } from './manifest.ts';

/** `drydock lesson export --scorm --site ADDRESS TRACK/NAME`: a package for learning management systems. */
export async function exportLesson(root: string, args: string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  const [id] = positionals;
  if (!values.scorm || values.site === undefined || id === undefined)
    throw new UsageError('export takes --scorm --site ADDRESS TRACK/NAME: where a Drydock is served, and a lesson');
  if (!URL.canParse(values.site)) throw new UsageError(`${values.site} is no address`);
  const site = values.site.endsWith('/') ? values.site : `${values.site}/`;
  const output = values.output ?? `${id.replace('/', '-')}.scorm.zip`;
  const lesson = readLesson(root, id);
  const files: Record<string, string> = { 'index.html': page(lesson, site), 'scorm.js': await script() };
  const all = { 'imsmanifest.xml': manifest(lesson, Object.keys(files)), ...files };
  const packed = zipSync(Object.fromEntries(Object.entries(all).map(([path, text]) => [path, strToU8(text)])));
  writeFileSync(output, packed);
  console.log(`${output}: ${lesson.title}, SCORM 1.2, shown from ${site}`);
  return 0;
}

function parsed(args: string[]) {
  const options = {
    scorm: { type: 'boolean' },
    site: { type: 'string' },
    output: { type: 'string', short: 'o' },
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** `src/embed/scorm.ts` and what it needs, as one module. */
async function script(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(projectFolder(), 'src', 'embed', 'scorm.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]!.text;
}
