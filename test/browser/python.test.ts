import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { student } = await onePage();
/** Addresses the page and its workers asked for. */
const asked: string[] = [];
student.context.on('request', (request) => asked.push(request.url()));
await student.page.reload();

const isPython = (url: string) => /pyodide|library-.*\.zip/.test(url);

test('no Python is fetched before it is used', async () => {
  await student.prompt();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(isPython)).toEqual([]);
});

test('python3 runs, its Flask application answers, and Ctrl-C ends an endless loop', async () => {
  const word = Math.random().toString(36).slice(2, 10);
  await student.type('mkdir -p /tmp/py && cd /tmp/py', /\/tmp\/py\$$/);
  const prompt = /^you@drydock:\/tmp\/py\$$/;
  await student.type(
    `printf 'from flask import Flask\\napp = Flask(__name__)\\n@app.get("/")\\ndef f(): return "${word}"\\n' > app.py`,
    prompt,
  );
  await student.type(
    "printf 'FROM python:3.13-slim\\nRUN pip install flask\\nCOPY app.py .\\nCMD flask run --host=0.0.0.0\\n' > Dockerfile",
    prompt,
  );
  await student.type('docker build -q -t py . && docker run -d --name web -p 5000:5000 py', prompt);
  await student.type('until curl -s localhost:5000 > page; do sleep 1; done; cat page; echo', prompt);
  expect(await student.screen()).toContain(`\n${word}`);
  await student.page.keyboard.type(
    'docker run -it --rm py python -c "print(6*7, flush=True); exec(\'while 1: pass\')"',
  );
  await student.page.keyboard.press('Enter');
  await student.see((text) => (/\n42$/m.test(text) ? true : undefined), 'the answer');
  await student.page.keyboard.press('Control+c');
  const text = await student.see(
    (seen) => (prompt.test(seen.slice(seen.lastIndexOf('\n') + 1)) ? seen : undefined),
    'the prompt',
  );
  expect(text).toContain('KeyboardInterrupt');
});
