/** Google's distroless images: no shell, no package manager, only what a compiled program needs. */
import { type ImageRecipe, type LayerRecipe, PATH } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

/** Bazel writes no date. */
const CREATED = '1970-01-01T00:00:00Z';
const PASSWD = `root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
`;
const NONROOT = { uid: 65532, gid: 65532 };
const CERTIFICATES = 'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt';

type Debian = '11' | '12' | '13';
const CODENAMES: Readonly<Record<Debian, string>> = { '11': 'bullseye', '12': 'bookworm', '13': 'trixie' };

function staticLayer(debian: Debian): LayerRecipe {
  return {
    compressed: 780_000,
    changes: () =>
      new RootTree(CREATED)
        .directories(
          'bin',
          'boot',
          'dev',
          'lib',
          'proc',
          'run',
          'sbin',
          'sys',
          'usr/bin',
          'usr/lib',
          'var/lib/dpkg/status.d',
        )
        .directory('tmp', { mode: 0o1777 })
        .directory('root', { mode: 0o700 })
        .directory('home/nonroot', { mode: 0o700, ...NONROOT })
        .file('etc/passwd', PASSWD)
        .file('etc/group', 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n')
        .file('etc/nsswitch.conf', 'hosts:      files dns\n')
        .file(
          'etc/os-release',
          `PRETTY_NAME="Distroless"\nNAME="Debian GNU/Linux"\nID="debian"\nVERSION_ID="${debian}"\nVERSION="Debian GNU/Linux ${debian} (${CODENAMES[debian]})"\nHOME_URL="https://github.com/GoogleContainerTools/distroless"\n`,
        )
        .binary('etc/ssl/certs/ca-certificates.crt', 223_000)
        .total(2_080_000, 'usr/share/zoneinfo/tzdata.zi')
        .changes(),
  };
}

const libraries = (size: number): LayerRecipe => ({
  compressed: Math.round(size * 0.42),
  changes: () =>
    new RootTree(CREATED)
      .binary('lib64/ld-linux-x86-64.so.2', 210_968, { mode: 0o755 })
      .binary('usr/lib/x86_64-linux-gnu/libssl.so.3', 692_000)
      .total(size, 'usr/lib/x86_64-linux-gnu/libc.so.6')
      .changes(),
});

function image(layers: readonly LayerRecipe[], isNonroot: boolean): ImageRecipe {
  return {
    created: CREATED,
    config: {
      Env: [PATH, CERTIFICATES],
      User: isNonroot ? '65532' : '0',
      WorkingDir: isNonroot ? '/home/nonroot' : '/',
    },
    steps: layers.map((layer) => ({ createdBy: 'bazel build', layer })),
  };
}

function repositories(): Record<string, Record<string, ImageRecipe>> {
  const found: Record<string, Record<string, ImageRecipe>> = {};
  for (const debian of ['11', '12', '13'] as const) {
    const statics = staticLayer(debian);
    const kinds = {
      static: [statics],
      base: [statics, libraries(18_600_000)],
      cc: [statics, libraries(18_600_000), libraries(2_900_000)],
    };
    for (const [kind, layers] of Object.entries(kinds)) {
      const tags = { latest: image(layers, false), nonroot: image(layers, true) };
      found[`gcr.io/distroless/${kind}-debian${debian}`] = tags;
      if (debian === '12') found[`gcr.io/distroless/${kind}`] = tags;
    }
  }
  return found;
}

export const distroless: Readonly<Record<string, Readonly<Record<string, ImageRecipe>>>> = repositories();
