import { expect } from 'vitest';
import { containerPrompt, type Student } from './playground.ts';

/** What a student does in the first lesson and must see there, whichever engine answers. */
export class FirstLesson {
  readonly #student: Student;
  /** Words nobody could have known beforehand: canned output would not contain them. */
  readonly greeting = `Ahoy ${Math.random().toString(36).slice(2, 10)}`;
  /** Of the host, where the server is published. */
  readonly #port: number;

  constructor(student: Student, port: number) {
    this.#student = student;
    this.#port = port;
  }

  async next(): Promise<void> {
    await this.#student.page.getByRole('button', { name: 'Next', exact: true }).click();
  }

  async predictsAndExplains(): Promise<void> {
    const student = this.#student;
    await this.next();
    await student.goal('every step was CACHED');

    await student.edit('server.js', (text) => text.replace('Hello from a container', this.greeting));
    await student.stepBecomes('COPY . .', 'MISS');
    await this.next();
    await this.foretells(['COPY . .']);
    expect((await student.step('COPY . .')).why).toContain('server.js');
    expect((await student.step('RUN npm install')).state).toBe('HIT');
    const built = await student.type('clear; docker build --progress=plain -t hello . 2>&1 | grep -A1 "^#[0-9]* \\["');
    expect(built).toMatch(/RUN npm install\n#\d+ CACHED/);
    await student.goal('npm install did not');
    await student.goal('A build was foretold');
    await student.stepBecomes('COPY . .', 'HIT');

    await student.edit('Dockerfile', (text) =>
      text.replace(
        'COPY package.json ./\nRUN npm install\nCOPY . .\n',
        'COPY package.json ./\nCOPY . .\nRUN npm install\n',
      ),
    );
    await student.stepBecomes('RUN npm install', 'MISS');
    expect((await student.steps()).map((step) => step.name).slice(3, 5)).toEqual(['COPY . .', 'RUN npm install']);
    await student.type('clear; docker build -q -t hello .');
    await student.edit('server.js', (text) => `${text}// one more line\n`);
    await student.stepBecomes('RUN npm install', 'MISS');
    expect((await student.step('RUN npm install')).why).not.toBe('');
    await this.next();
    await this.foretells(['COPY . .', 'RUN npm install']);
    await student.type('clear; docker build -q -t hello .');
    await student.goal('made npm install run again');
    await student.goal('A build was foretold');
  }

  /** Marks the steps the next build will run. */
  async foretells(steps: readonly string[]): Promise<void> {
    const question = this.#student.page.locator('.question');
    for (const name of steps) await question.getByRole('checkbox', { name, exact: true }).check();
    await question.getByRole('button', { name: 'That is my guess' }).click();
  }

  async answersFromOwnServer(): Promise<void> {
    const student = this.#student;
    await student.type(`clear; ${this.run}`);
    expect(await student.type(`clear; until curl -sf localhost:${this.#port}; do sleep 0.2; done`)).toContain(
      this.greeting,
    );
    await student.view('Preview');
    await this.shows(this.greeting);
    expect(await student.type('clear; docker logs web')).toMatch(/listening on port 3000\nGET \//);
  }

  /** In the preview. */
  async shows(greeting: string): Promise<void> {
    await this.#student.page.frameLocator('.preview-page').getByRole('heading', { name: greeting }).waitFor();
  }

  async looksInside(): Promise<void> {
    const student = this.#student;
    await student.page.getByRole('button', { name: 'Open another terminal' }).click();
    await student.prompt();
    await student.type('docker exec -it web sh', containerPrompt);
    await student.view('Container');
    const entry = (path: string) => student.page.locator(`.upper-entries li[data-path="${path}"]`);
    await student.type('echo mine > /note.txt', containerPrompt);
    await entry('/note.txt').and(student.page.locator('[data-change="added"]')).waitFor();
    await student.type('rm package.json', containerPrompt);
    await entry('/app/package.json').and(student.page.locator('[data-change="deleted"]')).waitFor();
    expect(await entry('/app/package.json').textContent()).toContain('COPY');
    await student.type('echo "// edited" >> server.js', containerPrompt);
    await entry('/app/server.js').and(student.page.locator('[data-change="changed"]')).waitFor();
    await student.type('echo more >> /etc/motd', containerPrompt);
    await entry('/etc/motd').waitFor();
    await student.type('exit');
    const diff = await student.type('clear; docker diff web');
    for (const line of ['A /note.txt', 'D /app/package.json', 'C /app/server.js']) expect(diff).toContain(line);
  }

  async stopsStartsAndRemoves(): Promise<void> {
    const student = this.#student;
    await student.type('clear; docker stop -t 1 web && docker start web && docker exec web cat /note.txt');
    await this.next();
    await this.next();
    await student.goal('its changes are still there');
    await student.type(`clear; docker rm -f web && ${this.run}`);
    expect(await student.type('clear; docker exec web cat /note.txt')).toContain('No such file or directory');
    await student.goal('writable layer is empty');
    await student.page.getByRole('radio', { name: 'In its writable layer' }).check();
    await student.page.getByRole('button', { name: 'Check', exact: true }).click();
    await student.goal('The question is answered');
  }

  get run(): string {
    return `docker run -d --name web -p ${this.#port}:3000 hello`;
  }
}
