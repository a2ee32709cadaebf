/** What to say about an instruction or flag: what it does, where that ends up, and what it means for the cache. */
export interface Help {
  readonly text: string;
  /** How it is written. */
  readonly usage: string;
  readonly flags?: Readonly<Record<string, string>>;
}

const LAYER = '**Makes a layer.** ';
const METADATA = '**Changes the image’s configuration only**, no file. ';

const copyFlags = {
  from: 'Copies from another stage, or from an image, instead of the build context. The files’ content decides the cache, not how they came about.',
  chown: 'Owner and group of the copies (`user:group`, names or numbers). Counts for the cache.',
  chmod: 'Permissions of the copies (`755` or `u=rwX,go=rX`). Counts for the cache.',
  link: 'Makes a layer of its own that does not build on what stands before it: a change there does not make this step run again.',
  parents:
    'Keeps the folders a source stands in: `COPY --parents a/b.txt /x/` makes `/x/a/b.txt`. Needs `# syntax=docker/dockerfile:1` as first line.',
  exclude: 'Leaves out files that match the pattern. They do not count for the cache either.',
};

export const instructions: Readonly<Record<string, Help>> = {
  FROM: {
    usage: 'FROM [--platform=P] image[:tag] [AS name]',
    text: 'Begins a stage from an image (or from an earlier stage). Its layers are the lowest of what you build; a stage that nothing needs is skipped. If the tag moves to another image, everything after it runs again.',
    flags: {
      platform: 'Takes the image for this platform (`linux/arm64`). `$BUILDPLATFORM` is the machine that builds.',
    },
  },
  RUN: {
    usage: 'RUN [--mount=…] command   or   RUN ["program", "argument"]',
    text: `${LAYER}Runs a command in a temporary container and keeps what it changed. It is reused as long as its text and everything before it stay the same, **even if what it downloads has changed**.`,
    flags: {
      mount:
        'Lends files for the time of this command: `type=bind` (files of the context or a stage), `cache` (a folder that lasts between builds), `secret`, `ssh`, `tmpfs`. None of it gets into the layer.',
      network: '`none`, `host` or `default`: what the command can reach.',
      security: '`insecure` runs it with all privileges, where the builder allows that.',
    },
  },
  COPY: {
    usage: 'COPY [--from=stage] source… destination',
    text: `${LAYER}Copies files of the build context. Content, permissions and owner of the files decide whether it is reused, not their dates. Copy what changes rarely first, what changes often last.`,
    flags: copyFlags,
  },
  ADD: {
    usage: 'ADD source… destination',
    text: `${LAYER}Like \`COPY\`, and it unpacks tar archives and downloads URLs and git repositories. Where you need none of that, \`COPY\` says more clearly what happens.`,
    flags: {
      ...copyFlags,
      checksum: 'The digest a download must have (`sha256:…`); the build fails if it has another.',
      'keep-git-dir': 'Keeps the `.git` folder of a repository.',
      unpack: 'Whether archives are unpacked (`--unpack=false` keeps them whole).',
    },
  },
  CMD: {
    usage: 'CMD ["program", "argument"]',
    text: `${METADATA}What a container runs if \`docker run\` names nothing else; the arguments of \`ENTRYPOINT\` if there is one. Only the last one counts. Without brackets a shell stands between the program and its signals.`,
  },
  ENTRYPOINT: {
    usage: 'ENTRYPOINT ["program", "argument"]',
    text: `${METADATA}The program a container always runs; \`CMD\` and the words after \`docker run IMAGE\` are its arguments.`,
  },
  ENV: {
    usage: 'ENV NAME=value …',
    text: `${METADATA}Sets variables for the steps that follow **and** for containers. A changed value makes every \`RUN\` after it run again. Anybody can read it in the image: no place for secrets.`,
  },
  ARG: {
    usage: 'ARG NAME[=default]',
    text: 'A variable of the build only (`--build-arg NAME=value`); containers do not see it. A changed value makes the `RUN` steps after it run again, whether they use it or not. Before the first `FROM` it can be used in `FROM` lines only.',
  },
  LABEL: {
    usage: 'LABEL key=value …',
    text: `${METADATA}Notes about the image, for people and tools to read.`,
  },
  EXPOSE: {
    usage: 'EXPOSE port[/udp]',
    text: `${METADATA}Notes which ports the program listens on. It publishes nothing: \`docker run -p\` does.`,
  },
  WORKDIR: {
    usage: 'WORKDIR /folder',
    text: `${LAYER}Sets the folder for what follows and for containers, and makes it if it is missing (in a layer that is otherwise empty).`,
  },
  USER: {
    usage: 'USER name[:group]',
    text: `${METADATA}Who runs the commands that follow, and the container.`,
  },
  VOLUME: {
    usage: 'VOLUME ["/data"]',
    text: `${METADATA}Containers get a volume of their own at this path, outside the writable layer.`,
  },
  HEALTHCHECK: {
    usage: 'HEALTHCHECK [--interval=30s] CMD command   or   HEALTHCHECK NONE',
    text: `${METADATA}A command that Docker runs in the container again and again to learn whether it is well.`,
    flags: {
      interval: 'Time between two checks (30s).',
      timeout: 'How long a check may take (30s).',
      retries: 'How many failures in a row mean unhealthy (3).',
      'start-period': 'Time after the start in which failures do not count (0s).',
      'start-interval': 'Time between two checks in that period (5s).',
    },
  },
  SHELL: {
    usage: 'SHELL ["/bin/bash", "-c"]',
    text: `${METADATA}The shell for commands without brackets that follow (otherwise \`/bin/sh -c\`).`,
  },
  STOPSIGNAL: {
    usage: 'STOPSIGNAL SIGTERM',
    text: `${METADATA}What \`docker stop\` sends the program first.`,
  },
  ONBUILD: {
    usage: 'ONBUILD INSTRUCTION …',
    text: `${METADATA}An instruction for later: it runs when another Dockerfile begins \`FROM\` this image.`,
  },
  MAINTAINER: {
    usage: 'MAINTAINER name',
    text: `${METADATA}Deprecated: \`LABEL org.opencontainers.image.authors="name"\` takes its place.`,
  },
};
