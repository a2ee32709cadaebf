import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OWN = [
  '# syntax=docker/dockerfile:1\n# escape=`\nARG V=1\nFROM busybox:${V:-latest} AS base\nRUN echo `\n  a\n',
  'FROM scratch\nCOPY --chown=1:2 --chmod=u+x --parents --exclude=*.md a/./b c*/ /d/\nADD --checksum=sha256:00 http://h/x /x\n',
  'FROM busybox\nRUN <<EOF\nset -e\necho $A "${B}"\nEOF\nCOPY <<-"A" <<B /x/\n\tone\nA\ntwo\nB\n',
  'FROM a AS b\nENV A=1 "B C"=d\\ e F=$A${B:+x}${C#*/}${D//a/b}\nLABEL x=y \\\n# comment\n z="1 2"\nONBUILD RUN ls\n',
  'FROM b\nADD --keep-git-dir=true --checksum=39954669841c092e56a656baac184e24dca0236b https://github.com/drydock-examples/hello-web.git#:site /x\nCOPY --chmod=755 *.none a/*/b /y/\n',
  'FROM b\nRUN --mount=type=cache,id=x,target=/c,sharing=locked --mount=type=secret,id=s,required --network=none ["a","b"]\n',
  'FROM b\nHEALTHCHECK --interval=1m30s --retries=3 CMD curl -f http://x || exit 1\nSHELL ["/bin/sh","-c"]\nSTOPSIGNAL SIGTERM\nUSER 1:2\nVOLUME ["/a"]\nEXPOSE 80/tcp 90-95\nWORKDIR ../x\nENTRYPOINT exec a\nCMD []\n',
  '# check=skip=all;error=true\nFROM --platform=$BUILDPLATFORM x AS y\nARG A B=2\nCOPY --from=y --link / /\nMAINTAINER me\n',
];

export const IGNORE_FILES = [
  '# c\n*.md\n!README.md\n**/node_modules\n/a/b/../c\n',
  '[a-z]*\\*.t?t\n!\n ! x\n**/**/x**\n[^]-]\n',
  '',
];

export const GIT_REFERENCES = [
  'https://github.com/drydock-examples/hello-web.git#v1.0:site/a/../b',
  'https://user:pw@h.example:8443/a/b.git?ref=dev&subdir=x&keep-git-dir=1#',
  'git@github.com:a/b.git?tag=v1&checksum=0123456789abcdef#:c',
  'ssh://root@h:2222/r#main',
];

export const REFERENCES = [
  'busybox',
  'localhost:5000/a/b_c/d--e:tag@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '[::1]:80/x/y.z:v1.2_3-4',
  'docker.io/library/redis:7',
];

/** Ours, and those of the public test data when it is here. */
export function dockerfiles(): string[] {
  const data = process.env.CONFORMANCE_DATA ?? join(import.meta.dirname, '../../../shared/conformance');
  const file = join(data, 'buildkit-answers/dockerfiles.json');
  if (!existsSync(file)) return OWN;
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return [...OWN, ...textsIn(found).filter((text) => /^\s*FROM /im.test(text) && text.length < 4000)];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
