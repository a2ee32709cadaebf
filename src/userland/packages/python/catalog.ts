/**
 * What `pip install` finds: the packages learners install, with versions and sizes of the Python Package Index in November 2025.
 * Those whose wheels are in `wheels/` are the published packages, at the version first; those whose sources are in `sources/` are
 * Drydock's own implementations of the documented interface; the others are installed in
 * their size and say on import that they are not simulated.
 */
export interface PythonPackage {
  /** As shown, and as its wheel names it. */
  readonly name: string;
  readonly version: string;
  /** Other versions that can be asked for. */
  readonly older: readonly string[];
  /** Bytes of the wheel. */
  readonly wheel: number;
  /** Bytes installed. */
  readonly size: number;
  readonly platform: 'any' | 'manylinux';
  readonly requires: readonly string[];
  readonly modules: readonly string[];
  readonly summary: string;
  /** Commands: `flask=flask.cli:main`. */
  readonly commands: readonly string[];
}

/** name|versions, newest first|kB of the wheel|kB installed|requires|modules|commands|summary; `*` after the size: a binary wheel */
const LINES = `
aiohttp|3.13.2 3.9.5|1740*|6900|aiohappyeyeballs>=2.5.0 aiosignal>=1.4.0 attrs>=17.3.0 frozenlist>=1.1.1 multidict<7.0,>=4.5 propcache>=0.2.0 yarl<2.0,>=1.17.0|aiohttp||Async http client/server framework (asyncio)
aiohappyeyeballs|2.6.1|15|60||aiohappyeyeballs||Happy Eyeballs for asyncio
aiosignal|1.4.0|7|30|frozenlist>=1.1.0|aiosignal||aiosignal: a list of registered asynchronous callbacks
annotated-types|0.8.0 0.7.0|13|36||annotated_types||Reusable constraint types to use with typing.Annotated
anyio|4.15.1 4.11.0 4.6.2|132|539|exceptiongroup>=1.0.2;python_version<'3.11' idna>=2.8 typing_extensions>=4.16.0|anyio||High-level concurrency and networking framework on top of asyncio or Trio
asgiref|3.10.0|24|90||asgiref||ASGI specs, helper code, and adapters
async-timeout|5.0.1 4.0.3|6.2|20||async_timeout||Timeout context manager for asyncio programs
attrs|25.4.0|67|280||attr attrs||Classes Without Boilerplate
beautifulsoup4|4.14.2|106|500|soupsieve>1.2 typing-extensions>=4.0.0|bs4||Screen-scraping library
black|25.11.0|204|800|click>=8.0.0 mypy-extensions>=0.4.3 packaging>=22.0 pathspec>=0.9.0 platformdirs>=2 pytokens>=0.3.0|black|black=black:patched_main|The uncompromising code formatter.
blinker|1.9.0 1.8.2|8.5|30||blinker||Fast, simple object-to-object and broadcast signaling
boto3|1.40.73|139|1000|botocore<1.41.0,>=1.40.73 jmespath<2.0.0,>=0.7.1 s3transfer<0.15.0,>=0.14.0|boto3||The AWS SDK for Python
botocore|1.40.73|14100|25000|jmespath<2.0.0,>=0.7.1 python-dateutil<3.0.0,>=2.1 urllib3!=2.2.0,<3,>=1.25.4|botocore||Low-level, data-driven core of boto 3.
celery|5.5.3|438|1900|vine<6.0,>=5.1.0 click<9.0,>=8.1.2 python-dateutil>=2.8.2|celery|celery=celery.__main__:main|Distributed Task Queue.
certifi|2026.7.22 2025.11.12 2024.8.30|137|249||certifi||Python package for providing Mozilla's CA Bundle.
charset-normalizer|3.5.2 3.4.4 3.3.2|270*|782||charset_normalizer|normalizer=charset_normalizer.cli:cli_detect|The Real First Universal Charset Detector.
click|8.5.0 8.3.0 8.2.1 8.1.8 8.1.7 8.0.4|125|450||click||Composable command line interface toolkit
colorama|0.4.6|25|78||colorama||Cross-platform colored terminal text.
contourpy|1.3.3|362*|900|numpy>=1.25|contourpy||Python library for calculating contours of 2D quadrilateral grids
cowsay|6.1|25|90||cowsay|cowsay=cowsay.__main__:cli|The famous cowsay for GNU/Linux is now available for python
cryptography|46.0.3|4500*|12000|cffi>=2.0.0|cryptography||cryptography is a package which provides cryptographic recipes and primitives to Python developers.
cffi|2.0.0|220*|900|pycparser|cffi||Foreign Function Interface for Python calling C code.
cycler|0.12.1|8.3|30||cycler||Composable style cycles
django|5.2.8 5.1.4 4.2.16|8300|26000|asgiref>=3.8.1 sqlparse>=0.3.1|django|django-admin=django.core.management:execute_from_command_line|A high-level Python web framework that encourages rapid development and clean, pragmatic design.
djangorestframework|3.16.1|1100|4200|django>=4.2|rest_framework||Web APIs for Django, made easy.
exceptiongroup|1.3.1|16|60|typing-extensions>=4.6.0;python_version<'3.13'|exceptiongroup||Backport of PEP 654 (exception groups)
fastapi|0.121.2 0.115.0|109|500|annotated-doc>=0.0.2 pydantic<3.0.0,>=1.7.4 starlette<0.50.0,>=0.40.0 typing-extensions>=4.8.0|fastapi|fastapi=fastapi.cli:main|FastAPI framework, high performance, easy to learn, fast to code, ready for production
annotated-doc|0.0.5 0.0.4|5.3|9.5||annotated_doc||Document parameters, class attributes, return types, and variables inline
flask|3.1.3 3.1.2 3.1.1 3.1.0 3.0.3 3.0.2 3.0.0 2.3.3 2.3.2 2.2.5 2.0.3|103|380|blinker>=1.9.0 click>=8.1.3 itsdangerous>=2.2.0 jinja2>=3.1.2 markupsafe>=2.1.1 werkzeug>=3.1.0|flask|flask=flask.cli:main|A simple framework for building complex web applications.
flask-cors|6.0.0 5.0.0 4.0.0|12|30|flask>=0.9 werkzeug>=0.7|flask_cors||A Flask extension simplifying CORS support
flask-sqlalchemy|3.1.1|25|90|flask>=2.2.5 sqlalchemy>=2.0.16|flask_sqlalchemy||Add SQLAlchemy support to your Flask application.
fonttools|4.60.1|4900*|20000||fontTools|fonttools=fontTools.__main__:main|Tools to manipulate font files
frozenlist|1.8.0|243*|600||frozenlist||A list-like structure which implements collections.abc.MutableSequence
greenlet|3.2.4|610*|1900||greenlet||Lightweight in-process concurrent programming
gunicorn|23.0.0 22.0.0 21.2.0 20.1.0|85|330|packaging|gunicorn|gunicorn=gunicorn.app.wsgiapp:run|WSGI HTTP Server for UNIX
h11|0.16.0|37|140||h11||A pure-Python, bring-your-own-I/O implementation of HTTP/1.1
httpcore|1.0.9|78|300|certifi h11>=0.16|httpcore||A minimal low-level HTTP client.
httptools|0.7.1|517*|900||httptools||A collection of framework independent HTTP protocol utils.
httpx|0.28.1|73|300|anyio certifi httpcore==1.* idna|httpx||The next generation HTTP client.
idna|3.20 3.11 3.7|70|342||idna||Internationalized Domain Names in Applications (IDNA)
iniconfig|2.3.0|7.5|18||iniconfig||brain-dead simple config-ini parsing
itsdangerous|2.2.0 2.1.2|16|60||itsdangerous||Safely pass data to untrusted environments and back.
jinja2|3.1.6 3.1.5 3.1.4 3.1.3 3.1.2|134|560|markupsafe>=2.0|jinja2||A very fast and expressive template engine.
jmespath|1.0.1|20|90||jmespath||JSON Matching Expressions
joblib|1.5.2|308|1200||joblib||Lightweight pipelining with Python functions
kiwisolver|1.4.9|1500*|4200||kiwisolver||A fast implementation of the Cassowary constraint solver
lxml|6.0.2|5100*|15000||lxml||Powerful and Pythonic XML processing library
markupsafe|3.0.3 3.0.2 2.1.5|22.4*|80||markupsafe||Safely add untrusted strings to HTML/XML markup.
matplotlib|3.10.7|8700*|26000|contourpy>=1.0.1 cycler>=0.10 fonttools>=4.22.0 kiwisolver>=1.3.1 numpy>=1.23 packaging>=20.0 pillow>=8 pyparsing>=3 python-dateutil>=2.7|matplotlib||Python plotting package
multidict|6.7.0|254*|700||multidict||multidict implementation
mypy|1.18.2|13300*|42000|mypy-extensions>=1.0.0 pathspec>=0.9.0 typing-extensions>=4.6.0|mypy|mypy=mypy.__main__:console_entry|Optional static typing for Python
mypy-extensions|1.1.0|5|20||mypy_extensions||Type system extensions for programs checked with the mypy type checker.
numpy|2.3.4 2.1.3 1.26.4|16600*|72000||numpy||Fundamental package for array computing in Python
openai|2.8.0|1000|6400|anyio<5,>=3.5.0 httpx<1,>=0.23.0 pydantic<3,>=1.9.0 sniffio typing-extensions<5,>=4.11|openai||The official Python library for the openai API
packaging|26.3 25.0 24.1|130|499||packaging||Core utilities for Python packages
pandas|2.3.3 2.2.3 2.2.2|12300*|62000|numpy>=1.26.0 python-dateutil>=2.8.2 pytz>=2020.1 tzdata>=2022.7|pandas||Powerful data structures for data analysis, time series, and statistics
pathspec|0.12.1|31|120||pathspec||Utility library for gitignore style pattern matching of file paths.
pillow|12.0.0|7000*|19000||PIL||Python Imaging Library (fork)
platformdirs|4.5.0|18|70||platformdirs||A small Python package for determining appropriate platform-specific dirs
pluggy|1.6.0|21|66||pluggy||plugin and hook calling mechanisms for python
propcache|0.4.1|204*|500||propcache||Accelerated property cache
psycopg2-binary|2.9.11 2.9.9|4200*|12000||psycopg2||psycopg2 - Python-PostgreSQL Database Adapter
pycparser|2.23|118|700||pycparser||C parser in Python
pydantic|2.12.4 2.9.2|463|2600|annotated-types>=0.6.0 pydantic-core==2.41.5 typing-extensions>=4.14.1 typing-inspection>=0.4.2|pydantic||Data validation using Python type hints
pydantic-core|2.41.5|2100*|4900|typing-extensions>=4.14.1|pydantic_core||Core functionality for Pydantic validation and serialization
pygame|2.6.1|14000*|36000||pygame||Python Game Development
pygments|2.21.0 2.19.2|1250|4621||pygments|pygmentize=pygments.cmdline:main|Pygments is a syntax highlighting package written in Python.
pymongo|4.15.4|1500*|7100|dnspython<3.0.0,>=1.16.0|pymongo||PyMongo - the Official MongoDB Python driver
dnspython|2.8.0|331|1900||dns||DNS toolkit
pymysql|1.2.3 1.1.2 1.1.1|47|147||pymysql||Pure Python MySQL Driver
pyparsing|3.2.5|113|500||pyparsing||pyparsing - Classes and methods to define and execute parsing grammars
pytest|9.1.1 9.0.1 8.3.3 7.4.4|387|1363|exceptiongroup>=1;python_version<'3.11' iniconfig>=1.0.1 packaging>=22 pluggy<2,>=1.5 pygments>=2.7.2 tomli>=1;python_version<'3.11'|pytest _pytest|py.test=_pytest.config:_console_main pytest=_pytest.config:_console_main|pytest: simple powerful testing with Python
python-dateutil|2.9.0.post0 2.8.2|230|442|six>=1.5|dateutil||Extensions to the standard Python datetime module
python-dotenv|1.2.4 1.2.1 1.0.1 1.0.0|23|66||dotenv|dotenv=dotenv.__main__:cli|Read key-value pairs from a .env file and set them as environment variables
pytokens|0.3.0|12|50||pytokens||A Fast, spec compliant Python 3.14+ tokenizer that runs on older Pythons.
pytz|2025.2|509|2900||pytz||World timezone definitions, modern and historical
pyyaml|6.0.3 6.0.2|801*|2700||yaml||YAML parser and emitter for Python
redis|8.1.0 7.0.1 6.4.0 5.2.1 5.0.8 5.0.1 4.6.0 4.5.4 3.5.3|561|2600|async-timeout>=4.0.3;python_full_version<'3.11.3'|redis||Python client for Redis database and key-value store
requests|2.34.2 2.32.5 2.32.3 2.31.0 2.28.1 2.25.1|73|234|charset_normalizer<4,>=2 idna<4,>=2.5 urllib3<3,>=1.26 certifi>=2023.5.7|requests||Python HTTP for Humans.
rich|14.2.0|243|1100|pygments>=2.13.0|rich||Render rich text, tables, progress bars, syntax highlighting, markdown and more to the terminal
s3transfer|0.14.0|86|330|botocore<2.0a.0,>=1.37.4|s3transfer||An Amazon S3 Transfer Manager
scikit-learn|1.7.2|9400*|42000|joblib>=1.2.0 numpy>=1.22.0 scipy>=1.8.0 threadpoolctl>=3.1.0|sklearn||A set of python modules for machine learning and data mining
scipy|1.16.3|35700*|112000|numpy<2.6,>=1.25.2|scipy||Fundamental algorithms for scientific computing in Python
setuptools|80.9.0|1200|6200||setuptools pkg_resources||Easily download, build, install, upgrade, and uninstall Python packages
six|1.17.0 1.16.0|11|38||six||Python 2 and 3 compatibility utilities
sniffio|1.3.1|10|30||sniffio||Sniff out which async library your code is running under
soupsieve|2.8|36|140||soupsieve||A modern CSS selector implementation for Beautiful Soup.
sqlalchemy|2.0.44|3300*|16000|greenlet>=1 typing-extensions>=4.6.0|sqlalchemy||Database Abstraction Library
sqlparse|0.5.3|44|190||sqlparse|sqlformat=sqlparse.__main__:main|A non-validating SQL parser.
starlette|1.7.0 0.49.3|79|270|anyio<5,>=4.0.0 typing-extensions>=4.10.0;python_version<'3.13'|starlette||The little ASGI library that shines.
streamlit|1.51.0|10200|27000|click<9,>=7.0 numpy<3,>=1.23 pandas<3,>=1.4.0 pillow<13,>=7.1.0 requests<3,>=2.27|streamlit|streamlit=streamlit.web.cli:main|A faster way to build and share data apps
tabulate|0.10.0 0.9.0|40|151||tabulate|tabulate=tabulate:_main|Pretty-print tabular data
threadpoolctl|3.6.0|18|70||threadpoolctl||Python helpers to limit the number of threads used in native libraries
tomli|2.4.1|14|50||tomli||A lil' TOML parser
tqdm|4.70.1 4.67.1 4.66.1|80|233||tqdm|tqdm=tqdm.cli:main|Fast, Extensible Progress Meter
typing-extensions|4.16.0 4.15.0 4.12.2|46|183||typing_extensions||Backported and Experimental Type Hints for Python 3.9+
typing-inspection|0.4.4 0.4.2|15|55|typing-extensions>=4.15.0|typing_inspection||Runtime typing introspection tools
tzdata|2025.2|347|1200||tzdata||Provider of IANA time zone data
urllib3|2.8.0 2.5.0 2.2.3 1.26.20|136|450||urllib3||HTTP library with thread-safe connection pooling, file post, and more.
uvicorn|0.54.0 0.38.0 0.30.6|87|294|click>=7.0 h11>=0.8|uvicorn|uvicorn=uvicorn.main:main|The lightning-fast ASGI server.
vine|5.1.0|9.6|40||vine||Python promises.
werkzeug|3.1.9 3.1.3 3.1.2 3.0.6 3.0.4 3.0.1 2.3.8 2.2.3|224|900|markupsafe>=2.1.1|werkzeug||The comprehensive WSGI web application library.
wheel|0.45.1|72|280||wheel|wheel=wheel.cli:main|A built-package format for Python
yarl|1.22.0|377*|900|idna>=2.0 multidict>=4.0 propcache>=0.2.1|yarl||Yet another URL library
`;

let all: ReadonlyMap<string, PythonPackage> | undefined;

/** By canonical name. */
export function findPackage(name: string): PythonPackage | undefined {
  all ??= new Map(
    LINES.trim()
      .split('\n')
      .map(parse)
      .map((found) => [found.name, found]),
  );
  return all.get(canonicalName(name));
}

function parse(line: string): PythonPackage {
  const [name, versions, wheel, size, requires, modules, commands, summary] = line.split('|') as [
    string,
    ...string[],
  ] & { length: 8 };
  const words = (text: string | undefined) => (text ? text.split(' ') : []);
  const [version, ...older] = words(versions);
  return {
    name,
    version: version!,
    older,
    wheel: Number.parseFloat(wheel!) * 1000,
    size: Number(size) * 1000,
    platform: wheel!.endsWith('*') ? 'manylinux' : 'any',
    requires: words(requires),
    modules: words(modules),
    summary: summary!,
    commands: words(commands),
  };
}

/** PEP 503: runs of -, _ and . are one hyphen, letters small. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Names as the packages' own metadata writes them, where that is not the canonical one. */
const WRITTEN: Readonly<Record<string, string>> = {
  django: 'Django',
  flask: 'Flask',
  'flask-sqlalchemy': 'Flask-SQLAlchemy',
  jinja2: 'Jinja2',
  markupsafe: 'MarkupSafe',
  pygments: 'Pygments',
  pymysql: 'PyMySQL',
  pyyaml: 'PyYAML',
  sqlalchemy: 'SQLAlchemy',
  werkzeug: 'Werkzeug',
};

export function writtenName(name: string): string {
  return WRITTEN[name] ?? name;
}
