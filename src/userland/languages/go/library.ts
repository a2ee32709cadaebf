/**
 * The part of Go's standard library that programs may use here. A function's parameters are types; `...any` takes the rest with their
 * types beside them. `js` is what the runtime (runtime.ts) calls it.
 */
export interface LibraryFunction {
  readonly parameters: readonly string[];
  readonly results: readonly string[];
}

const fn = (parameters: string, ...results: string[]): LibraryFunction => ({
  parameters: parameters === '' ? [] : parameters.split(' '),
  results,
});

export const FUNCTIONS: Readonly<Record<string, LibraryFunction>> = {
  'fmt.Println': fn('...any'),
  'fmt.Print': fn('...any'),
  'fmt.Printf': fn('string ...any'),
  'fmt.Sprintf': fn('string ...any', 'string'),
  'fmt.Sprint': fn('...any', 'string'),
  'fmt.Sprintln': fn('...any', 'string'),
  'fmt.Errorf': fn('string ...any', 'error'),
  'fmt.Fprintf': fn('io.Writer string ...any'),
  'fmt.Fprintln': fn('io.Writer ...any'),
  'fmt.Fprint': fn('io.Writer ...any'),
  'errors.New': fn('string', 'error'),
  'log.Println': fn('...any'),
  'log.Print': fn('...any'),
  'log.Printf': fn('string ...any'),
  'log.Fatal': fn('...any'),
  'log.Fatalln': fn('...any'),
  'log.Fatalf': fn('string ...any'),
  'os.Getenv': fn('string', 'string'),
  'os.Hostname': fn('', 'string', 'error'),
  'os.Getwd': fn('', 'string', 'error'),
  'os.Getpid': fn('', 'int'),
  'os.Exit': fn('int'),
  'os.ReadFile': fn('string', '[]byte', 'error'),
  'strings.ToUpper': fn('string', 'string'),
  'strings.ToLower': fn('string', 'string'),
  'strings.TrimSpace': fn('string', 'string'),
  'strings.Repeat': fn('string int', 'string'),
  'strings.Join': fn('[]string string', 'string'),
  'strings.Split': fn('string string', '[]string'),
  'strings.Fields': fn('string', '[]string'),
  'strings.Contains': fn('string string', 'bool'),
  'strings.HasPrefix': fn('string string', 'bool'),
  'strings.HasSuffix': fn('string string', 'bool'),
  'strings.TrimPrefix': fn('string string', 'string'),
  'strings.TrimSuffix': fn('string string', 'string'),
  'strings.ReplaceAll': fn('string string string', 'string'),
  'strconv.Itoa': fn('int', 'string'),
  'strconv.Atoi': fn('string', 'int', 'error'),
  'time.Now': fn('', 'time.Time'),
  'time.Sleep': fn('time.Duration'),
  'runtime.Version': fn('', 'string'),
  'http.HandleFunc': fn('string http.Handler'),
  'http.ListenAndServe': fn('string nil', 'error'),
  'http.Error': fn('http.ResponseWriter string int'),
  'http.NotFound': fn('http.ResponseWriter *http.Request'),
};

/** Variables and constants: their types; with a value where it is known to the compiler. */
export const VALUES: Readonly<Record<string, { readonly type: string; readonly js?: string }>> = {
  'os.Args': { type: '[]string' },
  'os.Stdout': { type: 'io.Writer' },
  'os.Stderr': { type: 'io.Writer' },
  'runtime.GOOS': { type: 'string', js: '"linux"' },
  'runtime.GOARCH': { type: 'string', js: '"amd64"' },
  'time.Nanosecond': { type: 'time.Duration', js: '0.000001' },
  'time.Microsecond': { type: 'time.Duration', js: '0.001' },
  'time.Millisecond': { type: 'time.Duration', js: '1' },
  'time.Second': { type: 'time.Duration', js: '1000' },
  'time.Minute': { type: 'time.Duration', js: '60000' },
  'time.RFC3339': { type: 'string', js: '"2006-01-02T15:04:05Z07:00"' },
  'http.StatusOK': { type: 'int', js: '200' },
  'http.StatusCreated': { type: 'int', js: '201' },
  'http.StatusBadRequest': { type: 'int', js: '400' },
  'http.StatusNotFound': { type: 'int', js: '404' },
  'http.StatusMethodNotAllowed': { type: 'int', js: '405' },
  'http.StatusInternalServerError': { type: 'int', js: '500' },
};

/** Fields of the library's types. */
export const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*http.Request': { Method: 'string', Host: 'string', RemoteAddr: 'string', URL: '*url.URL' },
  '*url.URL': { Path: 'string', RawQuery: 'string' },
};

/** Methods of the library's types. */
export const METHODS: Readonly<Record<string, Readonly<Record<string, LibraryFunction>>>> = {
  'http.ResponseWriter': {
    Write: fn('[]byte', 'int', 'error'),
    WriteHeader: fn('int'),
    Header: fn('', 'http.Header'),
  },
  'http.Header': { Set: fn('string string') },
  '*http.Request': { FormValue: fn('string', 'string') },
  '*url.URL': { Query: fn('', 'url.Values') },
  'url.Values': { Get: fn('string', 'string') },
  'time.Time': { Format: fn('string', 'string'), Year: fn('', 'int'), Unix: fn('', 'int') },
  error: { Error: fn('', 'string') },
};

/** Import paths by the name a program uses them under. */
export const PACKAGES: Readonly<Record<string, string>> = {
  errors: 'errors',
  fmt: 'fmt',
  log: 'log',
  'net/http': 'http',
  os: 'os',
  runtime: 'runtime',
  strconv: 'strconv',
  strings: 'strings',
  time: 'time',
};
