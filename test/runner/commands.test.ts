import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBusyboxImage } from '../support/node-image.ts';
import { labelled, RealComputer, realEngines } from './real.ts';

/** The builder’s cache is everybody’s: what is built here nobody has built before. */
const chance = Math.random().toString(36).slice(2);
const engines = await realEngines();

describe.each(['docker', 'podman'] as const)('the docker command on a real engine: %s', (kind) => {
  const engine = engines[kind];
  /** Docker 23 or newer: before, BuildKit and engine said less, and in other words. */
  const isModern = Number(engine?.api.split('.')[1]) >= 42;
  let real: RealComputer;
  beforeAll(async () => {
    if (!engine) return;
    await ensureBusyboxImage(engine.door, 'busybox:latest');
    real = await RealComputer.start(engine);
  });
  afterAll(() => real?.end());
  const it = test.skipIf(!engine);

  it('begins with nothing of anybody else’s', async () => {
    expect((await real.run('docker ps -aq; docker images -q; docker volume ls -q')).stdout).toBe('');
  });

  it('runs, lists, reads logs, executes and copies', async () => {
    expect(await real.run(`docker run --rm busybox echo real`)).toMatchObject({ stdout: 'real\n', exit: 0 });
    expect(await real.run(`docker run busybox sh -c 'echo out; echo err >&2; exit 3'`)).toMatchObject({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 3,
    });
    expect((await real.run(`docker run --rm busybox sh -c 'exit 3'`)).exit).toBe(3);
    expect((await real.run(`docker run -d --name runner-test-web busybox sh -c 'echo up; exec sleep 1000'`)).exit).toBe(
      0,
    );
    expect((await real.run("docker ps --format '{{.Names}} {{.State}}'")).stdout).toBe('runner-test-web running\n');
    expect((await real.run('echo typed | docker exec -i runner-test-web cat')).stdout).toBe('typed\n');
    expect((await real.run('docker logs runner-test-web')).stdout).toBe('up\n');
    expect(
      (await real.run('echo copied > f; docker cp f runner-test-web:/f; docker exec runner-test-web cat /f')).stdout,
    ).toBe('copied\n');
    expect((await real.run('docker diff runner-test-web')).stdout).toContain('A /f');
    expect((await real.run('docker inspect -f "{{json .Config.Labels}}" runner-test-web')).stdout).not.toContain(
      'drydock',
    );
    expect((await real.run('docker rm -f runner-test-web')).exit).toBe(0);
  });

  it('shows the writable layer, and which layer of the image a file hides', async () => {
    await real.run(`docker run -d --name runner-test-layer busybox sleep 1000`);
    await real.run("docker exec runner-test-layer sh -c 'echo x > /new; rm /etc/passwd'");
    const answer = await viewOf(real, '/drydock/containers/runner-test-layer/upper');
    expect(answer).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({ path: '/new', change: 'added', kind: 'file', size: 2 }),
      ]),
    });
    const { entries } = answer as { entries: { path: string; change: string; hides?: { layer: string } }[] };
    const gone = entries.find(({ path }) => path === '/etc/passwd')!;
    const layers = (await viewOf(real, '/drydock/images/busybox/layers')) as {
      diffId: string;
      entries: { path: string }[];
    }[];
    expect(gone).toMatchObject({ change: 'deleted', hides: { layer: layers.at(-1)!.diffId } });
    expect(layers.at(-1)!.entries.map(({ path }) => path)).toContain('/bin/busybox');
    await real.run('docker rm -f runner-test-layer');
  });

  it('builds with the engine’s builder; prediction and outcome stand together', async () => {
    await real.run(`mkdir -p app && echo one ${chance} > app/a.txt && echo secret > .env && echo .env > .dockerignore`);
    await real.run(
      `printf 'FROM busybox\\nCOPY app /app\\nRUN cat /app/a.txt > /b\\nCOPY . /all\\nCMD ["cat","/b"]\\n' > Dockerfile`,
    );
    const before = await real.computer.plan();
    expect(before.steps.map(({ prediction }) => prediction)).toEqual(['HIT', 'MISS', 'MISS', 'MISS', 'METADATA-ONLY']);
    const built = await real.run('docker build --no-cache -t runner-test-app .');
    expect(built).toMatchObject({ exit: 0 });
    expect((await real.run(`docker run --rm runner-test-app`)).stdout).toBe(`one ${chance}\n`);
    expect((await real.run(`docker run --rm runner-test-app ls -A /all`)).stdout).not.toContain('.env\n');
    expect((await real.computer.plan()).steps.map(({ prediction }) => prediction)).toEqual([
      'HIT',
      'HIT',
      'HIT',
      'HIT',
      'METADATA-ONLY',
    ]);
    await real.run(`echo two ${chance} > app/a.txt`);
    expect((await real.computer.plan()).steps.map(({ prediction }) => prediction)).toEqual([
      'HIT',
      'MISS',
      'MISS',
      'MISS',
      'METADATA-ONLY',
    ]);
    expect((await real.run('docker build -t runner-test-app .')).exit).toBe(0);
    const builds = (await viewOf(real, '/drydock/builds')) as {
      steps: { state: string; predicted: string; why: string; layer?: string }[];
    }[];
    const steps = builds.at(-1)!.steps;
    expect(steps.slice(1).map(({ state }) => state)).toEqual(['RAN', 'RAN', 'RAN', 'METADATA-ONLY']);
    expect(steps.map(({ predicted }) => predicted)).toEqual(['HIT', 'MISS', 'MISS', 'MISS', 'METADATA-ONLY']);
    expect(steps[1]!.why).toContain('app/a.txt');
    // Podman's history does not tell of instructions in Docker's words.
    if (kind === 'docker') expect(steps[1]!.layer).toMatch(/^sha256:/);
    expect((await real.run('docker rmi runner-test-app')).exit).toBe(0);
  });

  it('builds what is there now, also when a file is as long and as old as before', async () => {
    const build = async (content: string, first: string, second: string) => {
      await real.run(`mkdir -p same && echo ${content} > same/f`);
      await real.run(
        `printf 'FROM busybox\\nRUN echo ${first} ${chance} >> /o\\nRUN echo ${second} ${chance} >> /o\\nCOPY f /f\\n' > same/Dockerfile`,
      );
      expect(
        await real.run('touch -d @1700000000 same/f same/Dockerfile; docker build -q -t runner-test-same same'),
      ).toMatchObject({ exit: 0 });
      return (await real.run(`docker run --rm runner-test-same cat /o /f`)).stdout;
    };
    expect(await build('one', 'a', 'b')).toBe(`a ${chance}\nb ${chance}\none\n`);
    expect(await build('two', 'b', 'a')).toBe(`b ${chance}\na ${chance}\ntwo\n`);
    await real.run('docker rmi runner-test-same');
  });

  it('fails a build in the builder’s words', async () => {
    await real.run(`mkdir -p bad && printf 'FROM busybox\\nRUN exit 3\\n' > bad/Dockerfile`);
    const failed = await real.run('docker build bad');
    expect(failed.exit).toBe(1);
    if (kind === 'docker') {
      // Before BuildKit 0.9 it said so in other words.
      expect(failed.stderr).toMatch(
        /ERROR: failed to build: failed to solve: (process "\/bin\/sh -c exit 3" did not complete successfully|executor failed running \[\/bin\/sh -c exit 3\]): exit code: 3/,
      );
      expect(failed.stderr).toMatch(/Dockerfile:2\n-+\n {3}1 \| {5}FROM busybox\n {3}2 \| >>> RUN/);
    } else expect(failed.stderr).toMatch(/exit status 3/);
  });

  it('gives a build the secrets it was given', async () => {
    await real.run(
      'mkdir -p sec && echo hush > token && printf "FROM busybox\\nRUN --mount=type=secret,id=t cat /run/secrets/t > /seen\\n" > sec/Dockerfile',
    );
    expect(
      await real.run('docker build -q --no-cache --secret id=t,src=token -t runner-test-secret sec'),
    ).toMatchObject({ exit: 0 });
    expect((await real.run(`docker run --rm runner-test-secret cat /seen`)).stdout).toBe('hush\n');
    await real.run('docker rmi runner-test-secret');
  });

  it('gives a build’s steps the limits of processes that it was given, within bounds', async () => {
    await real.run(
      `mkdir -p ul && printf 'FROM busybox\\nRUN echo ${chance}; ulimit -n > /n; ulimit -f >> /n\\n' > ul/Dockerfile`,
    );
    const line = 'docker build -q -t runner-test-ulimit';
    const built = await real.run(`${line} --ulimit nofile=123:456 --ulimit fsize=10485760 ul`);
    if (kind === 'docker' && !isModern) expect(built.stderr).toMatch(/refused: --ulimit of a build on Docker 20/);
    else {
      expect(built).toMatchObject({ exit: 0, stderr: '' });
      // In blocks of 512 bytes.
      expect((await real.run('docker run --rm runner-test-ulimit cat /n')).stdout).toBe('123\n20480\n');
    }
    // Podman 4 does not get it past the limits that its own service runs with.
    if (kind === 'docker')
      expect((await real.run('docker run --rm --ulimit stack=16777216 busybox sh -c "ulimit -s"')).stdout).toBe(
        '16384\n',
      );
    expect((await real.run(`${line} --ulimit memlock=-1 ul`)).stderr).toContain('refused: --ulimit memlock');
    expect((await real.run(`${line} --ulimit nproc=9999999 ul`)).stderr).toContain('refused: Soft of 9999999');
    expect((await real.run(`${line} --shm-size 100g ul`)).stderr).toContain('refused: --shm-size of');
    expect((await real.run('docker run --rm --ulimit rtprio=9 busybox true')).stderr).toContain(
      'refused: --ulimit rtprio',
    );
    await real.run('docker rmi runner-test-ulimit');
  });

  test.skipIf(!engine || kind === 'podman')('puts out the files of a build', async () => {
    await real.run('mkdir -p out && echo inside > out/f && printf "FROM scratch\nCOPY f /a/f\n" > out/Dockerfile');
    expect(await real.run('docker build -q -o result out')).toMatchObject({ exit: 0, stderr: '' });
    expect((await real.run('cat result/a/f; ls result')).stdout).toBe('inside\na\n');
    expect((await real.run('docker build -q -o - out | tar t')).stdout).toContain('a/f');
  });

  test.skipIf(!engine || kind === 'podman')('builds with named contexts, folders and images', async () => {
    await real.run(
      `mkdir -p named/main named/lib named/base && echo lib ${chance} > named/lib/l && echo no > named/lib/no`,
    );
    await real.run('echo no > named/lib/.dockerignore; echo based > named/base/b');
    await real.run(
      "printf 'FROM overlaid AS one\\nFROM busybox\\nCOPY --from=lib . /lib\\nCOPY --from=one /b /b\\nCOPY --from=image /etc/passwd /p\\n' > named/main/Dockerfile",
    );
    const built = await real.run(
      'docker build -t runner-test-named --build-context lib=named/lib --build-context overlaid=named/base --build-context image=docker-image://busybox named/main',
    );
    if (!isModern) {
      expect(built.stderr).toMatch(/refused: --build-context on Docker 20/);
      return;
    }
    expect(built).toMatchObject({ exit: 0 });
    expect(built.stderr).toContain('[context lib] load from client');
    expect(
      (await real.run('docker run --rm runner-test-named sh -c "ls -A /lib; cat /lib/l /b; head -c 4 /p"')).stdout,
    ).toBe(`.dockerignore\nl\nlib ${chance}\nbased\nroot`);
    for (const from of ['https://example.com/x.git', 'oci-layout:///etc', 'target:x'])
      expect((await real.run(`docker build --build-context lib=${from} named/main`)).stderr).toContain(
        'a folder or docker-image:// can be given',
      );
    await real.run('docker rmi runner-test-named');
  });

  test.skipIf(!engine || kind === 'podman')(
    'builds the stages anew that were named, and the target alone',
    async () => {
      await real.run(
        `mkdir -p st && printf 'FROM busybox AS a\\nRUN echo a ${chance} > /a\\nFROM busybox AS b\\nRUN echo b ${chance} > /b\\nCOPY --from=a /a /a\\nFROM busybox\\nRUN echo never ${chance}\\n' > st/Dockerfile`,
      );
      const line = 'docker build --progress=plain --target b -t runner-test-stages';
      const first = await real.run(`${line} st`);
      expect(first).toMatchObject({ exit: 0 });
      expect(first.stderr).not.toContain('never');
      const again = await real.run(`${line} --no-cache-filter a st`);
      const cached = (text: string) =>
        [...text.matchAll(/^#(\d+) CACHED$/gm)].map(([, step]) => stepNamed(text, step!));
      const stepNamed = (text: string, step: string) => new RegExp(`^#${step} (\\[.*)$`, 'm').exec(text)?.[1];
      expect(cached(again.stderr)).toContain(`[b 2/3] RUN echo b ${chance} > /b`);
      expect(cached(again.stderr)).not.toContain(`[a 2/2] RUN echo a ${chance} > /a`);
      expect(again.stderr).toContain(`[a 2/2] RUN echo a ${chance} > /a`);
      const raw = await real.run(`docker build --progress=rawjson --target b st`);
      expect(
        raw.stderr
          .split('\n')
          .filter(Boolean)
          .map((each) => Object.keys(JSON.parse(each) as object)),
      ).toContainEqual(['vertexes']);
      await real.run('docker rmi runner-test-stages');
    },
  );

  test.skipIf(!engine || kind === 'podman')('shows the lines that BuildKit names for what is wrong', async () => {
    await real.run(
      "printf 'FROM busybox\\nCMD [5]\\nRUNN x\\n' > Dockerfile.bad; printf '# nothing\\n' > Dockerfile.none",
    );
    const bad = await real.run('docker build -f Dockerfile.bad .');
    if (isModern)
      expect(bad.stderr).toMatch(
        /Dockerfile\.bad:2\n-+\n {3}1 \| {5}FROM busybox\n {3}2 \| >>> CMD \[5\]\n {3}3 \| {5}RUNN x/,
      );
    expect(bad.stderr).toContain('arrays must be comprised of strings only');
    const none = await real.run('docker build -f Dockerfile.none .');
    if (isModern) expect(none.stderr).toMatch(/Dockerfile\.none:1\n-+\n {3}1 \| >>> # nothing/);
  });

  test.skipIf(!engine || kind === 'podman')('leaves nothing in others’ cache mounts', async () => {
    const line = (text: string) =>
      `printf 'FROM busybox\\nRUN --mount=type=cache,id=runner-test,target=/c ${text} # ${chance}\\n' | docker build --progress=plain -`;
    const other = await RealComputer.start(engine!);
    await real.run(line('echo poison > /c/x'));
    expect((await real.run(line('ls /c'))).stderr).toMatch(/^#\d+ [\d.]+ x$/m);
    const seen = await other.run(line('ls /c; true'));
    expect(seen.exit).toBe(0);
    expect(seen.stderr).not.toMatch(/^#\d+ [\d.]+ x$/m);
    await other.end();
  });

  it('tells of the end of what it made', async () => {
    await real.run(
      'mkdir -p end && printf "FROM busybox\\nLABEL end=1\\n" > end/Dockerfile && docker build -q -t runner-test-end end',
    );
    const { stdout } = await real.run(
      "timeout 3 docker events --format '{{.Type}} {{.Action}}' & sleep 1; docker volume create runner-test-end >/dev/null; docker volume rm runner-test-end >/dev/null; docker rmi runner-test-end >/dev/null; wait",
    );
    expect(stdout).toContain('image delete');
    expect(stdout).toContain('volume destroy');
  });

  it('mounts the student’s workspace, both ways', async () => {
    await real.run('echo mine > note.txt');
    expect(
      await real.run(
        `docker run --rm -v $PWD:/w busybox sh -c 'cat /w/note.txt; echo theirs > /w/answer.txt; ln -s /etc/shadow /w/evil'`,
      ),
    ).toMatchObject({ stdout: 'mine\n', exit: 0 });
    await expect.poll(async () => (await real.run('cat answer.txt')).stdout, { timeout: 20_000 }).toBe('theirs\n');
    // What a link leads to on this machine stays on this machine.
    expect((await real.run('readlink evil')).stdout).toBe('/etc/shadow\n');
    expect((await real.run('cat evil')).stderr).toContain('No such file');
    await real.run('rm -f evil');
  });

  it('tells whose a file is that a container wrote, and serves files as they are now', async () => {
    await real.run('mkdir -p site && chmod 777 site && echo one > site/page');
    await real.run('docker run --rm -u 1234:2345 -v $PWD/site:/w busybox touch /w/theirs');
    await expect
      .poll(async () => (await real.run('stat -c "%u %g" site/theirs')).stdout, { timeout: 20_000 })
      .toBe('1234 2345\n');
    await real.run('docker run -d --name runner-test-site -v $PWD/site:/w busybox sleep 1000');
    expect((await real.run('echo two > site/page; docker exec runner-test-site cat /w/page')).stdout).toBe('two\n');
    await real.run('docker rm -f runner-test-site');
  });

  test.skipIf(kind !== 'docker' || !engine)(
    'says what the engine says of what is not there or not possible',
    async () => {
      const words = async (line: string) => (await real.run(line)).stderr;
      await real.run('docker run -d --name runner-test-words busybox sleep 1000');
      expect(await words('docker rm runner-test-words')).toMatch(
        isModern ? /cannot remove container "runner-test-words"/ : /cannot remove a running container/,
      );
      await real.run('docker rm -f runner-test-words');
      expect(await words('docker run --rm --network runner-test-nothing busybox true')).toContain(
        'network runner-test-nothing not found',
      );
      expect(await words('docker push localhost:9/runner-test-nothing')).toContain(
        'An image does not exist locally with the tag: localhost:9/runner-test-nothing\n',
      );
      expect(
        await words('docker tag busybox localhost:9/runner-test:1; docker push localhost:9/runner-test:1'),
      ).toMatch(/refused: pushing localhost:9\/runner-test:1/);
      expect(await words('docker run --rm -v bad/name:/d busybox true')).toContain(
        'create bad/name: "bad/name" includes invalid characters for a local volume name',
      );
      expect(await words('docker run --rm -v v:/d:rx busybox true')).toContain(
        'Error response from daemon: invalid mode: rx\n',
      );
    },
  );

  it('pushes an image of its own by its tag', async () => {
    await real.run("printf 'FROM busybox\\nLABEL a=b\\n' | docker build -q -t localhost:9/runner-test-own:1 -");
    // Nobody listens at that address: the engine has tried.
    expect((await real.run('docker push localhost:9/runner-test-own:1')).stderr).toMatch(/refused|connect/);
    await real.run('docker rmi localhost:9/runner-test-own:1');
  });

  it('gives a restart policy, also later', async () => {
    await real.run('mkdir -p below && echo 1 > below/limit');
    await real.run('docker run -d --name runner-test-later -v $PWD/below/limit:/limit busybox sleep 1000');
    // Podman's API knows no updates before 5.
    if (kind === 'docker') {
      expect(await real.run('docker update --restart unless-stopped runner-test-later')).toMatchObject({ exit: 0 });
      expect((await real.run("docker inspect -f '{{.HostConfig.RestartPolicy.Name}}' runner-test-later")).stdout).toBe(
        'unless-stopped\n',
      );
    }
    await real.run('docker rm -f runner-test-later');
  });

  it('checks a Dockerfile that nobody could build', async () => {
    await real.run("printf 'FROM busybox:$TAG\\nFROM $OTHER\\n' > Dockerfile.from");
    const checked = await real.run('docker build --check -f Dockerfile.from .');
    expect(checked.stdout).toContain('WARNING: UndefinedArgInFrom');
    expect(checked.stderr).toContain('load build definition from Dockerfile.from');
  });

  it('reaches published ports from the student’s computer', async () => {
    await real.run(
      "docker run -d --name runner-test-http -p 18099:8000 busybox sh -c 'mkdir /www; echo hello from there > /www/index.html; exec httpd -f -p 8000 -h /www'",
    );
    await expect
      .poll(async () => (await real.run('curl -s localhost:18099')).stdout, { timeout: 20_000 })
      .toBe('hello from there\n');
    if (kind === 'docker') {
      const line = "curl -s $(docker inspect -f '{{.NetworkSettings.IPAddress}}' runner-test-http):8000";
      expect((await real.run(line)).stdout).toBe('hello from there\n');
    }
    const page = await real.computer.browse(18099, '/');
    expect(page).toMatchObject({ kind: 'response', status: 200 });
    await real.run('docker rm -f runner-test-http');
    expect((await real.run('curl -s localhost:18099')).exit).toBe(7);
  });

  it('comes back to the simulated engine as it was left', async () => {
    real.computer.useEngine(undefined);
    expect((await real.run("docker version --format '{{.Server.Version}}'; docker ps -aq")).stdout).toMatch(
      /^28\.5\.\d+\n$/,
    );
    real.computer.useEngine(real.session.door);
  });

  it('leaves nothing behind', async () => {
    await real.run(`docker run -d -v runner-test-volume:/v -v /anonymous busybox sleep 1000`);
    await real.run('docker tag busybox runner-test-tag; docker network create runner-test-network');
    const { id } = real.session;
    expect((await labelled(engine!, id)).length).toBeGreaterThan(1);
    await real.session.end();
    expect(await labelled(engine!, id)).toEqual([]);
    const rest = await RealComputer.start(engine!);
    expect((await rest.run('docker run --rm --network none busybox echo the base image stays')).exit).toBe(0);
    expect((await rest.run('docker image inspect runner-test-tag')).exit).toBe(1);
    await rest.end();
  });
});

async function viewOf(real: RealComputer, path: string): Promise<unknown> {
  const response = await real.session.door.request({ method: 'GET', path, query: '', headers: {}, body: undefined });
  let text = '';
  for await (const chunk of response.body) text += new TextDecoder().decode(chunk);
  return JSON.parse(text);
}
