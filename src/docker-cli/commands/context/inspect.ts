import type { Command } from '../../cli.ts';
import { ContextStore, goJson } from '../../context/store.ts';
import { declareStructs } from '../../template/types.ts';
import { inspectAll } from '../inspect.ts';
import { readContext } from './default-context.ts';

const contextType = declareStructs(`
  store.Storage
  MetadataPath,TLSPath string

  inspect.contextWithTLSListing
  Name string
  Metadata any
  Endpoints any
  TLSMaterial any
  Storage store.Storage
`).get('inspect.contextWithTLSListing')!;

export const inspect: Command = {
  run: (cli, { args, flags }) =>
    inspectAll(cli, args.length > 0 ? args : [cli.endpoint.context], flags, async (name) => {
      const meta = await readContext(cli, name);
      const store = new ContextStore(cli.host);
      const isDefault = name === 'default';
      const Storage = {
        MetadataPath: isDefault ? '<IN MEMORY>' : await store.metaFolder(name),
        TLSPath: isDefault ? '<IN MEMORY>' : await store.tlsFolder(name),
      };
      return { raw: goJson({ ...meta, TLSMaterial: {}, Storage }), type: contextType };
    }),
};
