import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../test/support/engine.ts';
import type { SystemCalls } from '../../kernel/program.ts';

const programs = {
  hello: async (sys: SystemCalls) => {
    await sys.write(1, 'out\n');
    await sys.write(2, 'err\n');
    return 3;
  },
  nap: async (sys: SystemCalls) => {
    await sys.sleep(60_000);
    return 0;
  },
  cat: async (sys: SystemCalls) => {
    await sys.write(1, sys.readFile(sys.argv[1] as string));
    return 0;
  },
  touch: (sys: SystemCalls) => {
    sys.writeFile(sys.argv[1] as string, 'x\n');
    return 0;
  },
  env: async (sys: SystemCalls) => {
    const { uid, gid, groups } = sys.credentials();
    await sys.write(
      1,
      `${[...sys.env].map(([name, value]) => `${name}=${value}`).join('\n')}\n${uid}:${gid}:${groups} ${sys.cwd()}\n`,
    );
    return 0;
  },
};

describe('containers', () => {
  it('run to their end and keep their output and exit code', async () => {
    const { client } = await testEngine(programs);
    const run = await client.run({}, 'job');
    expect(run).toMatchObject({ code: 3, stdout: 'out\n', stderr: 'err\n' });
    const { json } = await client.send('GET', '/containers/job/json');
    expect(json.State).toMatchObject({ Status: 'exited', ExitCode: 3, Running: false });
    const logs = await client.send('GET', '/containers/job/logs?stdout=1');
    expect(logs.text.slice(8)).toBe('out\n');
    expect((await client.send('DELETE', '/containers/job')).status).toBe(204);
    expect((await client.send('GET', '/containers/job/json')).json).toEqual({ message: 'No such container: job' });
  });

  it("stay Created with runc's words when the program cannot be started", async () => {
    const { client } = await testEngine(programs);
    const run = await client.run({ Cmd: ['nosuch'] }, 'bad');
    expect(run.start.status).toBe(400);
    expect(run.start.json.message).toMatch(/exec: "nosuch": executable file not found in \$PATH$/);
    const { json } = await client.send('GET', '/containers/bad/json');
    expect(json.State).toMatchObject({ Status: 'created', ExitCode: 127 });
  });

  it('refuse a taken name, an unknown image and an image without a command', async () => {
    const { client } = await testEngine(programs);
    const first = await client.send('POST', '/containers/create?name=web', { Image: 'box' });
    const second = await client.send('POST', '/containers/create?name=web', { Image: 'box' });
    expect(second.status).toBe(409);
    expect(second.json.message).toContain(
      `Conflict. The container name "/web" is already in use by container "${first.json.Id}".`,
    );
    expect((await client.send('POST', '/containers/create', { Image: 'nope' })).json).toEqual({
      message: 'No such image: nope:latest',
    });
    expect((await client.send('GET', '/containers/json?all=1')).json).toHaveLength(1);
  });

  it('stop with SIGTERM first and SIGKILL after the timeout', async () => {
    const { client } = await testEngine(programs);
    await client.send('POST', '/containers/create?name=deaf', { Image: 'box', Cmd: ['nap'] });
    await client.send('POST', '/containers/deaf/start');
    expect((await client.send('GET', '/containers/json')).json[0].State).toBe('running');
    expect((await client.send('DELETE', '/containers/deaf')).json.message).toBe(
      'cannot remove container "deaf": container is running: stop the container before removing or force remove',
    );
    await client.send('POST', '/containers/deaf/stop?t=0');
    expect((await client.send('GET', '/containers/deaf/json')).json.State.ExitCode).toBe(137);
    expect((await client.send('POST', '/containers/deaf/stop')).status).toBe(304);
  });

  it('run with the user, environment and working directory asked for', async () => {
    const { client } = await testEngine(programs);
    const run = await client.run({ Cmd: ['env'], User: 'ann', Env: ['A=1'], WorkingDir: '/srv/app', Hostname: 'h' });
    expect(run.stdout).toBe(
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nHOSTNAME=h\nA=1\nHOME=/home\n1000:1000:50,1000 /srv/app\n',
    );
    const unknown = await client.run({ Cmd: ['env'], User: 'bob' });
    expect(unknown.start.json).toEqual({ message: 'unable to find user bob: no matching entries in passwd file' });
  });

  it('keep what they write in a layer of their own, and volumes outside of it', async () => {
    const { client } = await testEngine(programs);
    const run = await client.run({ Cmd: ['touch', '/made'] });
    expect((await client.send('GET', `/containers/${run.id}/changes`)).json).toEqual([{ Path: '/made', Kind: 1 }]);
    await client.run({ Cmd: ['touch', '/data/f'], HostConfig: { Binds: ['vol:/data'] } });
    const again = await client.run({ Cmd: ['cat', '/data/f'], HostConfig: { Binds: ['vol:/data:ro'] } });
    expect(again.stdout).toBe('x\n');
    expect((await client.send('DELETE', '/volumes/vol')).status).toBe(409);
  });

  it('take a second process with exec', async () => {
    const { client } = await testEngine(programs);
    await client.send('POST', '/containers/create?name=up', { Image: 'box', Cmd: ['nap'] });
    await client.send('POST', '/containers/up/start');
    expect(await client.exec('up', { Cmd: ['hello'] })).toEqual({ stdout: 'out\n', stderr: 'err\n', code: 3 });
    expect(await client.exec('up', { Cmd: ['nosuch'] })).toMatchObject({
      stdout:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH\r\n',
      code: 127,
    });
    await client.send('DELETE', '/containers/up?force=1');
  });

  it('can be reached by published port, by name and by address', async () => {
    const serve = async (sys: SystemCalls) => {
      const listener = sys.listen(80);
      const connection = await sys.accept(listener);
      await sys.write(connection, 'hi from inside');
      sys.close(connection);
      return 0;
    };
    const ask = async (sys: SystemCalls) => {
      const [address = 'none'] = await sys.resolve(sys.argv[1] as string);
      if (address === 'none') return 1;
      await sys.write(1, address);
      return 0;
    };
    const { client, machine } = await testEngine({ ...programs, serve, ask });
    await client.send('POST', '/networks/create', { Name: 'net' });
    const config = {
      Image: 'box',
      Cmd: ['serve'],
      HostConfig: { NetworkMode: 'net', PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } },
    };
    await client.send('POST', '/containers/create?name=web', config);
    expect((await client.send('POST', '/containers/web/start')).status).toBe(204);
    await client.send('POST', '/containers/create?name=other', config);
    const refused = await client.send('POST', '/containers/other/start');
    expect(refused.json.message).toMatch(
      /^failed to set up container networking: driver failed programming external connectivity on endpoint other \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/,
    );
    expect((await client.run({ Cmd: ['ask', 'web'], HostConfig: { NetworkMode: 'net' } })).stdout).toBe('172.18.0.2');
    expect((await client.run({ Cmd: ['ask', 'web'] })).code).toBe(1);
    const connection = await machine.kernel.host.network.connect('127.0.0.1', 8080);
    expect(new TextDecoder().decode(await connection.read())).toBe('hi from inside');
    await client.send('POST', '/containers/web/wait');
  });
});
