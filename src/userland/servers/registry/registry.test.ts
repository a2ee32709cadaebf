import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { userlandMachine } from '../../../../test/support/userland.ts';

const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const config = '{"os":"linux"}';
const layer = 'layer bytes';
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { digest: digest(config), size: config.length },
  layers: [{ digest: digest(layer), size: layer.length }],
});

const machine = () =>
  userlandMachine({
    files: {
      '/etc/config.yml':
        'version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /var/lib/registry\nhttp:\n  addr: :5000\n',
      '/var/lib/registry/.keep': '',
      '/m.json': manifest,
      '/c.json': config,
    },
    executables: {
      '/bin/registry': 'registry',
      '/bin/curl': 'gnu/curl',
      '/bin/cut': 'gnu/cut',
      '/bin/find': 'gnu/find',
    },
  });
const run = (script: string) =>
  machine().run([
    '/bin/sh',
    '-c',
    `registry serve /etc/config.yml >/tmp/log 2>&1 & server=$!; until curl -s localhost:5000/v2/ >/dev/null; do sleep 0.01; done
     upload() { curl -si -X POST localhost:5000/v2/app/blobs/uploads/ | grep Location | cut -d' ' -f2 | tr -d '\\r'; }
     ${script}
     kill $server`,
  ]);

const PUSH = `curl -s -X PUT --data-binary '${layer}' "$(upload)&digest=${digest(layer)}"
  curl -s -X PUT --data-binary @/c.json "$(upload)&digest=${digest(config)}"
  curl -s -o /dev/null -w '%{http_code}\\n' -X PUT --data-binary @/m.json localhost:5000/v2/app/manifests/1`;

it('takes a push and gives it back by tag and digest', async () => {
  const { stdout, stderr } = await run(`${PUSH}
    curl -s localhost:5000/v2/app/tags/list; curl -s localhost:5000/v2/_catalog
    curl -sI localhost:5000/v2/app/manifests/1 | grep -i -e ^content-type -e digest
    curl -s localhost:5000/v2/app/blobs/${digest(layer)}; echo
    curl -s localhost:5000/v2/app/manifests/${digest(manifest)}; echo
    cat /var/lib/registry/docker/registry/v2/repositories/app/_manifests/tags/1/current/link`);
  expect(stderr).toBe('');
  expect(stdout).toBe(
    `201\n{"name":"app","tags":["1"]}\n{"repositories":["app"]}\n` +
      `Content-Type: application/vnd.docker.distribution.manifest.v2+json\r\nDocker-Content-Digest: ${digest(manifest)}\r\n` +
      `${layer}\n${manifest}\n${digest(manifest)}`,
  );
});

it('mounts blobs of other repositories', async () => {
  const { stdout } = await run(`${PUSH}
    curl -s -o /dev/null -w '%{http_code}\\n' -X POST 'localhost:5000/v2/other/blobs/uploads/?mount=${digest(layer)}&from=app'
    curl -s localhost:5000/v2/other/blobs/${digest(layer)}`);
  expect(stdout).toBe(`201\n201\n${layer}`);
});

it('names what it does not have', async () => {
  const { stdout } = await run(`
    curl -s localhost:5000/v2/app/manifests/9; curl -s localhost:5000/v2/app/tags/list
    curl -s localhost:5000/v2/app/blobs/${digest('x')}
    curl -s -X PUT --data-binary @/m.json localhost:5000/v2/app/manifests/1
    curl -s -X PUT --data-binary wrong "$(upload)&digest=${digest(layer)}"`);
  expect(stdout.match(/"code":"\w+","message":"[^"]*"/g)).toEqual([
    '"code":"MANIFEST_UNKNOWN","message":"manifest unknown"',
    '"code":"NAME_UNKNOWN","message":"repository name not known to registry"',
    '"code":"BLOB_UNKNOWN","message":"blob unknown to registry"',
    '"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown to registry"',
    '"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"',
  ]);
});
