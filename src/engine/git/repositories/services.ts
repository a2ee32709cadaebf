import type { RepositoryHistory } from '../repository.ts';

/** Two services in one repository, each with a Dockerfile of its own: what `#:folder` is for. */
export const services: RepositoryHistory = {
  author: { name: 'Drydock', email: 'hello@drydock.example' },
  defaultBranch: 'main',
  commits: [
    {
      branch: 'main',
      when: 1711965600,
      message: 'Two services',
      edits: {
        'README.md':
          '# services\n\nBuild one of them: docker build https://github.com/drydock-examples/services.git#:greeter\n',
        'clock/Dockerfile': 'FROM alpine\nCOPY clock.sh /usr/local/bin/clock\nCMD ["clock"]\n',
        'clock/clock.sh': { text: '#!/bin/sh\nwhile sleep 1; do date; done\n', executable: true },
        'greeter/Dockerfile': 'FROM alpine\nARG NAME=world\nENV NAME=$NAME\nCMD echo "Hello, $NAME"\n',
      },
    },
  ],
};
