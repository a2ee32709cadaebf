/** gcc, java, maven, ruby, php and rust: their images resolve, are as large as they are; the programs that are not simulated say so. */
import { alpine322 } from '../alpine/images.ts';
import { bookwormSlim, noble, trixieSlim } from '../debian/images.ts';
import type { ImageRecipe } from '../recipe.ts';
import { buildpackBookworm, buildpackTrixie } from './buildpack-deps.ts';
import { refused, type Toolchain, tagged, toolchainImage } from './toolchain.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** One layer with the toolchain. */
function simple(
  base: ImageRecipe,
  created: string,
  size: number,
  programs: Readonly<Record<string, string>>,
  rest: Pick<Toolchain, 'env' | 'config'> & { readonly command: string; readonly bulk: string },
): ImageRecipe {
  const { command, bulk, env, config } = rest;
  return toolchainImage({
    base,
    created,
    env,
    config,
    layers: [{ command, size, compressed: Math.round(size * 0.34), programs, bulk }],
  });
}

function gccImage(version: string, created: string, base: ImageRecipe): ImageRecipe {
  return simple(
    base,
    created,
    494_000_000,
    {
      'usr/local/bin/gcc': 'gcc',
      'usr/local/bin/cc': 'gcc',
      ...refused('usr/local/bin', 'c++ g++ gfortran go gcov cpp'),
    },
    {
      command:
        'set -ex; \t./configure --build="$gnuArch" --disable-multilib --enable-languages=c,c++,fortran,go; \tmake -j "$(nproc)"; \tmake install-strip',
      bulk: 'usr/local/libexec/gcc/cc1',
      env: ['GCC_MIRRORS=https://ftpmirror.gnu.org/gcc https://mirrors.kernel.org/gnu/gcc', `GCC_VERSION=${version}`],
      config: { Cmd: ['bash'] },
    },
  );
}

export const gcc: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(gccImage('15.2.0', '2025-11-04T02:10:00Z', buildpackTrixie), 'latest', '15', '15.2', '15.2.0'),
  ...tagged(gccImage('14.3.0', '2025-11-04T02:12:00Z', buildpackBookworm), '14', '14.3', '14.3.0'),
  ...tagged(gccImage('13.4.0', '2025-11-04T02:14:00Z', buildpackBookworm), '13', '13.4', '13.4.0'),
};

const JDK = 'java javac jar jshell jlink jps jcmd javadoc javap keytool';
const JRE = 'java jcmd keytool';

function temurin(version: string, kind: 'jdk' | 'jre', isAlpine: boolean): ImageRecipe {
  const isJdk = kind === 'jdk';
  return simple(
    isAlpine ? alpine322 : noble,
    '2025-11-12T20:31:07Z',
    (isJdk ? 340_000_000 : 168_000_000) + (isAlpine ? 0 : 28_000_000),
    refused('opt/java/openjdk/bin', isJdk ? JDK : JRE),
    {
      command:
        'set -eux; \twget -O /tmp/openjdk.tar.gz ${BINARY_URL}; \tmkdir -p "$JAVA_HOME"; \ttar --extract --file /tmp/openjdk.tar.gz --directory "$JAVA_HOME" --strip-components 1 --no-same-owner',
      bulk: 'opt/java/openjdk/lib/modules',
      env: [
        'JAVA_HOME=/opt/java/openjdk',
        `PATH=/opt/java/openjdk/bin:${PATH}`,
        'LANG=en_US.UTF-8',
        'LANGUAGE=en_US:en',
        'LC_ALL=en_US.UTF-8',
        `JAVA_VERSION=${version}`,
      ],
      config: isJdk ? { Cmd: ['jshell'] } : { Cmd: isAlpine ? ['/bin/sh'] : ['/bin/bash'] },
    },
  );
}

const JAVA: readonly (readonly [major: string, version: string])[] = [
  ['25', 'jdk-25.0.1+8'],
  ['21', 'jdk-21.0.9+10'],
  ['17', 'jdk-17.0.17+10'],
  ['11', 'jdk-11.0.29+7'],
  ['8', 'jdk8u472-b08'],
];

export const eclipseTemurin: Readonly<Record<string, ImageRecipe>> = Object.assign(
  {},
  ...JAVA.flatMap(([major, version]) => {
    const jdk = temurin(version, 'jdk', false);
    const names = [
      major,
      `${major}-jdk`,
      `${major}-noble`,
      `${major}-jdk-noble`,
      ...(major === '25' ? ['latest'] : []),
    ];
    return [
      tagged(jdk, ...names),
      tagged(temurin(version, 'jre', false), `${major}-jre`, `${major}-jre-noble`),
      tagged(temurin(version, 'jdk', true), `${major}-alpine`, `${major}-jdk-alpine`),
      tagged(temurin(version, 'jre', true), `${major}-jre-alpine`),
    ];
  }),
);

function openjdkImage(major: string, version: string, isSlim: boolean): ImageRecipe {
  const home = `/usr/local/openjdk-${major}`;
  return simple(
    isSlim ? bookwormSlim : buildpackBookworm,
    '2022-12-07T02:47:09Z',
    326_000_000,
    refused(`usr/local/openjdk-${major}/bin`, JDK),
    {
      command:
        'set -eux; \tcurl -fL -o openjdk.tgz "$downloadUrl"; \tmkdir -p "$JAVA_HOME"; \ttar --extract --file openjdk.tgz --directory "$JAVA_HOME" --strip-components 1 --no-same-owner',
      bulk: `usr/local/openjdk-${major}/lib/modules`,
      env: [`JAVA_HOME=${home}`, `PATH=${home}/bin:${PATH}`, 'LANG=C.UTF-8', `JAVA_VERSION=${version}`],
      config: { Cmd: ['jshell'] },
    },
  );
}

export const openjdk: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(openjdkImage('21', '21-ea+23', false), '21', '21-jdk'),
  ...tagged(openjdkImage('21', '21-ea+23', true), '21-slim', '21-jdk-slim'),
  ...tagged(openjdkImage('17', '17.0.2', false), '17', '17-jdk'),
  ...tagged(openjdkImage('17', '17.0.2', true), '17-slim', '17-jdk-slim'),
  ...tagged(openjdkImage('11', '11.0.16', false), '11', '11-jdk'),
  ...tagged(openjdkImage('11', '11.0.16', true), '11-slim', '11-jdk-slim'),
};

function mavenImage(base: ImageRecipe): ImageRecipe {
  return simple(base, '2025-11-13T01:05:22Z', 34_000_000, refused('usr/share/maven/bin', 'mvn mvnDebug'), {
    command: 'COPY /usr/share/maven /usr/share/maven',
    bulk: 'usr/share/maven/lib/maven-core.jar',
    env: [
      'MAVEN_HOME=/usr/share/maven',
      'MAVEN_CONFIG=/root/.m2',
      `PATH=/usr/share/maven/bin:/opt/java/openjdk/bin:${PATH}`,
    ],
    config: { Cmd: ['mvn'] },
  });
}

export const maven: Readonly<Record<string, ImageRecipe>> = Object.assign(
  {},
  ...['25', '21', '17', '11'].flatMap((major) => [
    tagged(
      mavenImage(eclipseTemurin[major]!),
      `3-eclipse-temurin-${major}`,
      `3.9-eclipse-temurin-${major}`,
      `3.9.11-eclipse-temurin-${major}`,
      ...(major === '25' ? ['latest', '3', '3.9', '3.9.11'] : []),
    ),
    tagged(
      mavenImage(eclipseTemurin[`${major}-alpine`]!),
      `3-eclipse-temurin-${major}-alpine`,
      `3.9-eclipse-temurin-${major}-alpine`,
      `3.9.11-eclipse-temurin-${major}-alpine`,
    ),
  ]),
);

function rubyImage(version: string, variant: 'full' | 'slim' | 'alpine'): ImageRecipe {
  const base = { full: buildpackTrixie, slim: trixieSlim, alpine: alpine322 }[variant];
  const size = { full: 93_000_000, slim: 143_000_000, alpine: 89_000_000 }[variant];
  return simple(
    base,
    '2025-11-04T00:31:52Z',
    size,
    refused('usr/local/bin', 'ruby irb gem bundle bundler rake rdoc ri erb'),
    {
      command:
        'set -eux; \t./configure --disable-install-doc --enable-shared; \tmake -j "$(nproc)"; \tmake install; \truby --version; \tgem --version; \tbundle --version',
      bulk: 'usr/local/lib/libruby.so',
      env: [
        'LANG=C.UTF-8',
        `RUBY_VERSION=${version}`,
        'GEM_HOME=/usr/local/bundle',
        'BUNDLE_SILENCE_ROOT_WARNING=1',
        'BUNDLE_APP_CONFIG=/usr/local/bundle',
        `PATH=/usr/local/bundle/bin:${PATH}`,
      ],
      config: { Cmd: ['irb'] },
    },
  );
}

export const ruby: Readonly<Record<string, ImageRecipe>> = Object.assign(
  {},
  ...[
    ['3.4.7', true],
    ['3.3.10', false],
    ['3.2.9', false],
  ].flatMap(([version, isLatest]) =>
    (['full', 'slim', 'alpine'] as const).map((variant) => {
      const minor = String(version).split('.').slice(0, 2).join('.');
      const suffix = variant === 'full' ? '' : `-${variant}`;
      const names = [`${version}${suffix}`, `${minor}${suffix}`];
      if (isLatest) names.push(`3${suffix}`, suffix === '' ? 'latest' : variant);
      return tagged(rubyImage(String(version), variant), ...names);
    }),
  ),
);

type PhpVariant = 'cli' | 'apache' | 'fpm' | 'cli-alpine' | 'fpm-alpine';

function phpImage(version: string, variant: PhpVariant): ImageRecipe {
  const isAlpine = variant.endsWith('alpine');
  const isApache = variant === 'apache';
  const isFpm = variant.startsWith('fpm');
  const size = isAlpine ? 108_000_000 : isApache ? 446_000_000 : 432_000_000;
  return simple(
    isAlpine ? alpine322 : trixieSlim,
    '2025-11-20T19:02:33Z',
    size,
    {
      ...refused(
        'usr/local/bin',
        `php phpize php-config pear pecl docker-php-ext-install docker-php-ext-configure docker-php-ext-enable${isFpm ? ' php-fpm' : ''}${isApache ? ' apache2-foreground' : ''}`,
      ),
    },
    {
      command:
        'set -eux; \tdocker-php-source extract; \t./configure; \tmake -j "$(nproc)"; \tmake install; \tphp --version',
      bulk: 'usr/local/lib/php/php.so',
      env: [
        'PHPIZE_DEPS=autoconf \t\tdpkg-dev \t\tfile \t\tg++ \t\tgcc \t\tlibc-dev \t\tmake \t\tpkg-config \t\tre2c',
        'PHP_INI_DIR=/usr/local/etc/php',
        `PHP_VERSION=${version}`,
      ],
      config: isApache
        ? {
            Cmd: ['apache2-foreground'],
            ExposedPorts: { '80/tcp': {} },
            StopSignal: 'SIGWINCH',
            WorkingDir: '/var/www/html',
          }
        : isFpm
          ? { Cmd: ['php-fpm'], ExposedPorts: { '9000/tcp': {} }, StopSignal: 'SIGQUIT', WorkingDir: '/var/www/html' }
          : { Cmd: ['php', '-a'] },
    },
  );
}

export const php: Readonly<Record<string, ImageRecipe>> = Object.assign(
  {},
  ...[
    ['8.5.0', true],
    ['8.4.15', false],
    ['8.3.28', false],
    ['8.2.29', false],
  ].flatMap(([version, isLatest]) =>
    (['cli', 'apache', 'fpm', 'cli-alpine', 'fpm-alpine'] as const).map((variant) => {
      const minor = String(version).split('.').slice(0, 2).join('.');
      const short = variant.replace(/^cli-?/, '');
      const stems = [String(version), minor, ...(isLatest ? ['8'] : [])];
      const names = stems.flatMap((stem) => [`${stem}-${variant}`, short === '' ? stem : `${stem}-${short}`]);
      if (isLatest) names.push(variant, short === '' ? 'latest' : short);
      return tagged(phpImage(String(version), variant), ...new Set(names));
    }),
  ),
);

function rustImage(version: string, variant: 'full' | 'slim' | 'alpine'): ImageRecipe {
  const base = { full: buildpackTrixie, slim: trixieSlim, alpine: alpine322 }[variant];
  const size = { full: 694_000_000, slim: 920_000_000, alpine: 880_000_000 }[variant];
  return simple(
    base,
    '2025-11-11T01:15:00Z',
    size,
    refused('usr/local/cargo/bin', 'cargo rustc rustup rustdoc rustfmt clippy-driver'),
    {
      command:
        'set -eux; \t./rustup-init -y --no-modify-path --profile minimal --default-toolchain $RUST_VERSION; \tchmod -R a+w $RUSTUP_HOME $CARGO_HOME; \trustup --version; \tcargo --version; \trustc --version',
      bulk: 'usr/local/rustup/toolchains/stable/lib/librustc_driver.so',
      env: [
        'RUSTUP_HOME=/usr/local/rustup',
        'CARGO_HOME=/usr/local/cargo',
        `PATH=/usr/local/cargo/bin:${PATH}`,
        `RUST_VERSION=${version}`,
      ],
      config: { Cmd: variant === 'alpine' ? ['/bin/sh'] : ['bash'] },
    },
  );
}

export const rust: Readonly<Record<string, ImageRecipe>> = Object.assign(
  {},
  ...(['full', 'slim', 'alpine'] as const).map((variant) => {
    const suffix = variant === 'full' ? '' : `-${variant}`;
    const names = ['1', '1.91', '1.91.1'].map((stem) => stem + suffix);
    return tagged(rustImage('1.91.1', variant), ...names, suffix === '' ? 'latest' : variant);
  }),
);
