/** A lesson that passes the check, to be written over. */
export function skeleton(title: string): Readonly<Record<string, string>> {
  return {
    'lesson.md': `---
# yaml-language-server: $schema=../../lesson.schema.json
title: ${title}
summary: One sentence that says what the student will see.
minutes: 5
folder: app
images: []
steps:
  - id: build
    shows: []
    goals:
      - id: built
        text: An image named app exists
        when: { image: app }
    hints:
      - id: how
        text: Type docker build -t app . in the terminal, dot and all.
    solution:
      - docker build -t app .
---

Say in two sentences what this is about.

## Build

One idea a step: do, then see.

\`\`\`sh
docker build -t app .
\`\`\`
`,
    'files/Dockerfile': 'FROM alpine\nCMD ["echo", "hello"]\n',
  };
}
