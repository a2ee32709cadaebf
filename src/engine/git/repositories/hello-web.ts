import type { RepositoryHistory } from '../repository.ts';

/** A page that says hello: two releases on `main`, and a change that is only on `dev`. */
export const helloWeb: RepositoryHistory = {
  author: { name: 'Drydock', email: 'hello@drydock.example' },
  defaultBranch: 'main',
  commits: [
    {
      branch: 'main',
      when: 1704103200,
      message: 'A page that says hello',
      edits: {
        Dockerfile: 'FROM busybox\nWORKDIR /www\nCOPY site .\nCMD ["httpd", "-f", "-v"]\n',
        'README.md': '# hello-web\n',
        'site/index.html': '<h1>Hello</h1>\n',
      },
      tags: { 'v1.0': 'lightweight' },
    },
    {
      branch: 'main',
      when: 1706781600,
      message: 'A style and a start script',
      edits: {
        ABOUT: { link: 'README.md' },
        'site/style.css': 'h1 { color: navy }\n',
        'start.sh': { text: '#!/bin/sh\nexec httpd -f -v -h /www\n', executable: true },
      },
      tags: { 'v2.0': { message: 'Version 2.0' } },
    },
    {
      branch: 'main',
      when: 1709287200,
      message: 'Documentation stays out of the context',
      edits: { '.dockerignore': 'README.md\n*.md\n' },
    },
    {
      branch: 'dev',
      when: 1709373600,
      message: 'A friendlier greeting',
      edits: { 'site/index.html': '<h1>Hello, dev</h1>\n' },
    },
  ],
};
