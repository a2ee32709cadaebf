import { expect, it } from 'vitest';
import { session } from './session.ts';

const SLOW = 240_000;

it('the Compose quickstart: Flask counts its visits in Redis, by the published packages', {
  timeout: SLOW,
}, async () => {
  const { run, end } = await session({
    'app.py': `import time

import redis
from flask import Flask

app = Flask(__name__)
cache = redis.Redis(host='redis', port=6379)

def get_hit_count():
    retries = 5
    while True:
        try:
            return cache.incr('hits')
        except redis.exceptions.ConnectionError as exc:
            if retries == 0:
                raise exc
            retries -= 1
            time.sleep(0.5)

@app.route('/')
def hello():
    count = get_hit_count()
    return f'Hello World! I have been seen {count} times.\\n'
`,
    'requirements.txt': 'flask\nredis\n',
    Dockerfile: `# syntax=docker/dockerfile:1
FROM python:3.10-alpine
WORKDIR /code
ENV FLASK_APP=app.py
ENV FLASK_RUN_HOST=0.0.0.0
RUN apk add --no-cache gcc musl-dev linux-headers
COPY requirements.txt requirements.txt
RUN pip install -r requirements.txt
EXPOSE 5000
COPY . .
CMD ["flask", "run", "--debug"]
`,
    'compose.yaml': `services:
  web:
    build: .
    ports:
      - "8000:5000"
  redis:
    image: "redis:alpine"
`,
  });
  expect((await run('docker compose up -d')).exit).toBe(0);
  const first = await run('until curl -s localhost:8000; do sleep 0.2; done');
  expect(first.stdout).toBe('Hello World! I have been seen 1 times.\n');
  expect((await run('curl -s localhost:8000')).stdout).toBe('Hello World! I have been seen 2 times.\n');
  const logs = (await run('docker compose logs web')).stdout;
  expect(logs).toContain(" * Serving Flask app 'app.py'\n");
  expect(logs).toContain(' * Debugger is active!\n');
  const asked = `import requests, redis
answer = requests.get('http://web:5000/', params={'q': 'a b'})
print(answer.status_code, answer.text.strip(), answer.url)
try:
    requests.get('http://nobody/')
except requests.exceptions.ConnectionError as error:
    print('NameResolutionError' in str(error))
r = redis.Redis(host='redis', decode_responses=True)
r.hset('h', mapping={'a': 1})
r.zadd('z', {'low': 1, 'high': 2.5})
print(r.get('hits'), r.hgetall('h'), r.zrange('z', 0, -1, withscores=True), r.smembers('none'))
`;
  await run(`cat > ask.py <<'END'\n${asked}END`);
  const lines = `docker run --rm --network work_default -v ./ask.py:/ask.py python:3.12-slim sh -c 'pip install -q requests redis && python /ask.py'`;
  expect((await run(lines)).stdout.split('\n').slice(-4)).toEqual([
    '200 Hello World! I have been seen 3 times. http://web:5000/?q=a+b',
    'True',
    "3 {'a': '1'} [('low', 1.0), ('high', 2.5)] set()",
    '',
  ]);
  expect((await run('docker compose down --volumes')).exit).toBe(0);
  end();
});

it('pytest, as it is published, tells what failed', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'calc.py': 'def add(a, b):\n    return a + b\n',
    'test_calc.py':
      'from calc import add\n\n\ndef test_right():\n    assert add(1, 1) == 2\n\n\ndef test_wrong():\n    assert add(1, 1) == 3\n',
    Dockerfile:
      'FROM python:3.12-slim\nWORKDIR /app\nRUN pip install pytest\nCOPY . .\nCMD ["pytest", "-p", "no:cacheprovider"]\n',
  });
  await run('docker build -q -t tests .');
  const { stdout, stderr, exit } = await run('docker run --rm tests');
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 1 });
  expect(stdout).toContain('test_calc.py .F ');
  expect(stdout).toContain('E       assert 2 == 3\nE        +  where 2 = add(1, 1)\n');
  expect(stdout).toMatch(/=+ 1 failed, 1 passed in \d\.\d\ds =+/);
  end();
});

it('Starlette behind uvicorn, as they are published, answer and shut down in good order', {
  timeout: SLOW,
}, async () => {
  const { run, end } = await session({
    'main.py': `from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

async def home(request):
    return JSONResponse({'hello': 'world'})

def echo(request):
    return JSONResponse({'q': request.query_params.get('q')})

app = Starlette(routes=[Route('/', home), Route('/echo', echo)])
`,
    Dockerfile: `FROM python:3.12-slim
WORKDIR /app
RUN pip install starlette uvicorn
COPY . .
CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
`,
  });
  await run('docker build -q -t asgi . && docker run -d --name asgi -p 8000:8000 asgi');
  expect((await run('until curl -s localhost:8000; do sleep 0.2; done')).stdout).toBe('{"hello":"world"}');
  expect((await run(`curl -s 'localhost:8000/echo?q=1'`)).stdout).toBe('{"q":"1"}');
  await run('docker stop asgi');
  const logs = (await run('docker logs asgi 2>&1')).stdout;
  expect(logs).toContain('INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)\n');
  expect(logs).toMatch(/INFO: {5}172\.17\.0\.1:\d+ - "GET \/echo\?q=1 HTTP\/1\.1" 200 OK\n/);
  expect(logs).toContain('INFO:     Application shutdown complete.\nINFO:     Finished server process [1]\n');
  end();
});
