import { expect, it } from 'vitest';
import { session } from './session.ts';

const SLOW = 240_000;
const app = (word: string) => `from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/")
def home():
    return "${word}"


@app.route("/double/<int:n>", methods=["POST"])
def double(n):
    return jsonify(double=2 * n, by=request.get_json()["by"])


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
`;

it('Python/Flask on python:slim: requirements in a layer of their own, python app.py', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'app.py': app('Ahoy'),
    'requirements.txt': 'flask\n',
    Dockerfile: `FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
EXPOSE 5000
CMD ["python", "app.py"]
`,
  });
  await run('docker build -q -t app . && docker run -d --name web -p 5000:5000 app');
  expect(await run('until curl -s localhost:5000; do sleep 0.2; done')).toMatchObject({ stdout: 'Ahoy' });
  const posted = await run(`curl -s -H 'Content-Type: application/json' -d '{"by":"me"}' localhost:5000/double/21`);
  expect(posted.stdout).toBe('{"by":"me","double":42}\n');
  const logs = (await run('docker logs web 2>&1')).stdout;
  expect(logs).toContain(" * Serving Flask app 'app'\n * Debug mode: off\n");
  expect(logs).toContain(' * Running on all addresses (0.0.0.0)\n');
  expect(logs).toMatch(/^172\.17\.0\.1 - - \[[^\]]+\] "POST \/double\/21 HTTP\/1\.1" 200 -$/m);
  end();
});

it('Python/Flask on ubuntu: apt-get, pip, flask run', { timeout: SLOW }, async () => {
  const { run, end } = await session({
    'app.py': app('Landfall'),
    Dockerfile: `FROM ubuntu
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install flask --break-system-packages
COPY app.py /opt/app.py
ENV FLASK_APP=/opt/app.py
CMD ["flask", "run", "--host=0.0.0.0"]
`,
  });
  await run('docker build -q -t app . && docker run -d --name web -p 5000:5000 app');
  expect(await run('until curl -s localhost:5000; do sleep 0.2; done')).toMatchObject({ stdout: 'Landfall' });
  const refused = await run('docker run --rm app pip install requests');
  expect(refused.exit).toBe(1);
  expect(refused.stderr).toMatch(/^error: externally-managed-environment\n/);
  end();
});
