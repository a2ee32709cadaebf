import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../test/support/engine.ts';

describe('limits', () => {
  it('ends what holds more memory than it may, and says so', async () => {
    const { client } = await testEngine({
      async hog(sys) {
        for (let bytes = 2 ** 20; ; bytes *= 2) {
          sys.holdMemory(bytes);
          await sys.write(1, `${bytes}\n`);
        }
      },
    });
    const { id, code, stdout } = await client.run({ Cmd: ['hog'], HostConfig: { Memory: 8 * 2 ** 20 } });
    expect(code).toBe(137);
    expect(stdout).toBe('1048576\n2097152\n4194304\n8388608\n');
    const { State } = (await client.send('GET', `/containers/${id}/json`)).json;
    expect(State).toMatchObject({ ExitCode: 137, OOMKilled: true });
  });

  it('refuses what cannot be meant, before it looks for a container', async () => {
    const { client } = await testEngine({});
    const refusal = async (body: object) => (await client.send('POST', '/containers/none/update', body)).json.message;
    expect(await refusal({ Memory: 2 ** 20 })).toBe('Minimum memory limit allowed is 6MB');
    expect(await refusal({ NanoCpus: 1e12 })).toMatch(/^range of CPUs is from 0.01 to/);
    expect(await refusal({ CpuPeriod: 10 })).toMatch(/^CPU cfs period can not be less than 1ms/);
    expect(await refusal({})).toBe('No such container: none');
  });
});
