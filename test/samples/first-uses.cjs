/** What a tutorial does first with each package; run by Node itself and by the simulated one. Prints nothing that time or chance decides. */
const fs = require('node:fs');

const uses = {
  winston: async (winston) => {
    const { format, transports } = winston;
    fs.rmSync('/tmp/winston.log', { force: true });
    const logger = winston.createLogger({
      format: format.json(),
      defaultMeta: { service: 'user' },
      transports: [
        new transports.File({ filename: '/tmp/winston.log' }),
        new transports.Console({ format: format.simple() }),
      ],
    });
    logger.info('hello');
    logger.error('bad', { code: 3 });
    await new Promise((resolve) => {
      logger.on('finish', () => setTimeout(resolve, 200));
      logger.end();
    });
    console.log(fs.readFileSync('/tmp/winston.log', 'utf8'));
  },
  pino: async (pino) => {
    fs.rmSync('/tmp/pino.log', { force: true });
    const logger = pino({ base: null, timestamp: false }, pino.destination({ dest: '/tmp/pino.log', sync: true }));
    logger.info('hi');
    logger.child({ a: 1 }).warn({ b: 2 }, 'there %s', 'x');
    console.log(fs.readFileSync('/tmp/pino.log', 'utf8'));
  },
  jsonwebtoken: (jwt) => {
    const token = jwt.sign({ a: 1, iat: 1 }, 'secret');
    console.log(token, jwt.verify(token, 'secret'), jwt.decode(token, { complete: true }).header);
    try {
      jwt.verify(token, 'another');
    } catch (error) {
      console.log(error.name, error.message);
    }
  },
  bcryptjs: async (bcrypt) => {
    const hash = await bcrypt.hash('password', 4);
    console.log(hash.length, await bcrypt.compare('password', hash), bcrypt.compareSync('another', hash));
  },
  zod: ({ z }) => {
    const user = z.object({ name: z.string().min(2), age: z.number().optional() });
    console.log(
      user.safeParse({ name: 'x', age: 'y' }).error.issues.map(({ message }) => message),
      user.parse({ name: 'xx' }),
    );
  },
  joi: (joi) => {
    console.log(joi.object({ name: joi.string().alphanum().min(3).required() }).validate({ name: 'a' }).error.message);
  },
  ajv: (Ajv) => {
    const check = new Ajv().compile({ type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] });
    console.log(check({}), check.errors[0].message, check({ a: 1 }));
  },
  lodash: (_) => {
    console.log(_.groupBy([1.2, 1.5, 2], Math.floor), _.template('hi <%= a %>')({ a: 1 }), _.chunk([1, 2, 3], 2));
  },
  moment: (moment) => {
    const day = moment.utc('2020-02-03');
    console.log(day.format('dddd, MMMM Do YYYY'), day.add(1, 'M').from(moment.utc('2020-01-01')));
  },
  dayjs: (dayjs) => console.log(dayjs('2020-02-03').add(1, 'day').format('YYYY/MM/DD ddd')),
  ejs: (ejs) => console.log(ejs.render('<% for (const x of a) { %><li><%= x %></li><% } %>', { a: ['<', 2] })),
  react: (React) => {
    const { renderToString } = require('react-dom/server');
    function Greeting({ name }) {
      const [shown] = React.useState(name);
      return React.createElement('h1', { className: 'x' }, 'Hi ', shown);
    }
    console.log(renderToString(React.createElement(Greeting, { name: 'Bo' })));
  },
  commander: ({ Command }) => {
    const program = new Command().name('t').option('-p, --port <n>', 'port', '80').argument('<file>');
    program.parse(['node', 't', '-p', '3', 'file']);
    console.log(program.opts(), program.args, program.helpInformation());
  },
  async: async (async) => {
    console.log(await async.mapLimit([1, 2, 3], 2, async (n) => n * 2), await async.map([1, 2], half));
    async function half(n) {
      return n / 2;
    }
    await new Promise((resolve) => {
      async.series([(done) => setTimeout(() => done(null, 1), 5), (done) => done(null, 2)], (error, all) => {
        resolve(console.log(error, all));
      });
    });
  },
  qs: (qs) => console.log(qs.parse('a[b]=1&c[]=2&c[]=3'), qs.stringify({ a: { b: [1, 2] } })),
  semver: (semver) => console.log(semver.satisfies('1.2.3', '^1.0.0'), semver.inc('1.2.3', 'minor')),
  chai: ({ expect }) => {
    try {
      expect({ a: 1 }).to.deep.equal({ a: 2 });
    } catch (error) {
      console.log(error.message);
    }
    expect([1]).to.include(1);
  },
  nanoid: (ids) => console.log(ids.nanoid().length, ids.customAlphabet('ab', 5)().length),
  uuid: ({ v4, v5, validate }) => console.log(v4().length, validate(v4()), v5('hello', v5.URL)),
  chalk: ({ default: chalk, Chalk }) =>
    console.log(chalk.red('x'), JSON.stringify(new Chalk({ level: 1 }).bold.blue('y'))),
  'form-data': (FormData) => {
    const form = new FormData();
    form.append('a', '1');
    console.log(form.getBuffer().toString().split('\r\n').slice(1, 4));
  },
  fastify: async (fastify) => {
    const lines = [];
    const app = fastify({ logger: { level: 'info', stream: { write: (line) => lines.push(JSON.parse(line).msg) } } });
    app.get('/:name', async ({ params }) => ({ hello: params.name }));
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}/world`);
    console.log(answer.status, answer.headers.get('content-type'), await answer.json());
    await app.close();
    console.log(lines.map((line) => line.replace(address, 'ADDRESS')));
  },
};

/** These are ES modules, which not every Node can require. */
const modules = ['nanoid', 'uuid', 'chalk'];

(async () => {
  const wanted = process.argv.slice(2);
  for (const name of wanted) {
    console.log(`=== ${name}`);
    await uses[name](modules.includes(name) ? await import(name) : require(name));
  }
  if (wanted.length === 0) console.log(Object.keys(uses).join(' '));
})();
