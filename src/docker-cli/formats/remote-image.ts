import type { GoValue, StructType } from '../template/types.ts';
import { declareStructs } from '../template/types.ts';
import { OCI_IMAGE_CONFIG } from './oci-image-config.ts';

/** What `docker buildx imagetools inspect --format` sees: image-spec's structs, which leave Docker's additions out. */
const structs = declareStructs(`
  v1.Descriptor omitempty
  mediaType→MediaType,digest→Digest string
  size→Size int

  v1.ImageConfig omitempty
${OCI_IMAGE_CONFIG}

  v1.RootFS
  type→Type string
  diff_ids→DiffIDs []string

  v1.History omitempty
  created→Created time
  created_by→CreatedBy,author→Author,comment→Comment string
  empty_layer→EmptyLayer bool

  v1.Image omitempty
  created→Created time
  author→Author,architecture→Architecture,variant→Variant,os→OS string
  config→Config v1.ImageConfig
  rootfs→RootFS v1.RootFS
  history→History []v1.History

  imagetools.tplInput omitempty
  name→Name string
  manifest→Manifest v1.Descriptor
  image→Image *v1.Image
`);

/** The input of the template, of a manifest's descriptor and its config as the registry has them. */
export function remoteImage(name: string, manifest: unknown, config: unknown): GoValue {
  const type = structs.get('imagetools.tplInput')!;
  return { type, value: onlyFields({ name, manifest, image: config }, type) };
}

/** Unmarshalled into a struct, what it has no field for is lost. */
function onlyFields(value: unknown, type: StructType): Record<string, unknown> {
  const source = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    type.fields
      .filter(({ json }) => source[json] !== undefined && source[json] !== null)
      .map(({ json, type: field }) => {
        const inner = field.kind === 'pointer' || field.kind === 'slice' ? field.element : field;
        if (inner.kind !== 'struct') return [json, source[json]];
        return [
          json,
          field.kind === 'slice'
            ? (source[json] as unknown[]).map((each) => onlyFields(each, inner))
            : onlyFields(source[json], inner),
        ];
      }),
  );
}
