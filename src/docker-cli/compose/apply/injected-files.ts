import { joinBytes } from '../../archive/bytes.ts';
import { tarEnd, tarEntry } from '../../archive/tar-writer.ts';
import type { FileObject, FileReference, Project, Service } from '../file/types.ts';
import type { Compose } from '../project.ts';

/** Puts secrets and configs that are no files (`environment:`, `content:`) into a container that is about to start. */
export async function injectFiles({ cli }: Compose, project: Project, serviceName: string, id: string): Promise<void> {
  const service = project.services[serviceName] as Service;
  for (const { kind, name, reference, object } of wanted(project, service)) {
    const text =
      object.content ?? (object.environment === undefined ? undefined : project.environment.get(object.environment));
    if (object.file || object.external) continue;
    if (text === undefined)
      throw new Error(
        `environment variable ${JSON.stringify(object.environment)} required by file ${JSON.stringify(object.name)} is not set`,
      );
    const data = new TextEncoder().encode(text);
    if (service.read_only)
      throw new Error(
        `cannot create ${kind} ${JSON.stringify(object.name)} in read-only service ${serviceName}: \`file\` is the sole supported option`,
      );
    const entry = {
      name: name.replace(/^\//, ''),
      kind: 'file',
      mode: reference.mode ? Number.parseInt(reference.mode, 8) : 0o444,
      uid: Number(reference.uid ?? 0),
      gid: Number(reference.gid ?? 0),
      size: data.length,
      mtime: cli.host.now(),
    } as const;
    const tar = [...tarEntry(entry, data), tarEnd()];
    await cli.engine.send('PUT', `/containers/${id}/archive`, { query: { path: '/' }, body: joinBytes(tar) });
  }
}

function* wanted(
  project: Project,
  service: Service,
): Generator<{ kind: 'secret' | 'config'; name: string; reference: FileReference; object: FileObject }> {
  for (const reference of service.secrets ?? [])
    yield {
      kind: 'secret',
      name: reference.target ?? `/run/secrets/${reference.source}`,
      reference,
      object: project.secrets[reference.source]!,
    };
  for (const reference of service.configs ?? [])
    yield {
      kind: 'config',
      name: reference.target ?? `/${reference.source}`,
      reference,
      object: project.configs[reference.source]!,
    };
}
