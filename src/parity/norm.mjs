// Normalisation of recorded Docker output. Everything that differs from run to run for reasons of chance
// (ids, random names, times, ephemeral ports, MAC addresses, BuildKit's interleaving) is canonicalised;
// relations of equality between such tokens are kept (see `number`). Nothing else is blurred.

const ADJ = 'admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy charming clever compassionate competent condescending confident cool cranky crazy dazzling determined distracted dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant focused friendly frosty funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry infallible inspiring intelligent interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying naughty nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive practical priceless quirky quizzical recursing relaxed reverent romantic sad serene sharp silly sleepy stoic strange stupefied suspicious sweet tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful zealous zen'.split(' ');
const NAME = new RegExp(`(?<![A-Za-z0-9_.-])(?:${ADJ.join('|')})_[a-z]+[0-9]?(?![A-Za-z0-9_.-])`, 'g');
const MON = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const AGE = '(?:Less than a second|About a minute|About an hour|\\d+ (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?))';

const esc = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// ---- BuildKit plain progress ----
// All `#N ...` lines become one block, at the place of the first of them:
//   buildkit:
//     <vertex name> => done|cached|error: ...|canceled
//       | log line
// sorted by name, without timings, transfer counts and internal noise.
export function buildkit(text) {
  const lines = text.split('\n');
  if (!lines.some((l) => /^#\d+ /.test(l))) return text;
  const v = new Map();
  const out = [];
  let at = -1;
  for (let i = 0; i < lines.length; i++) {
    const l = lines[i];
    const m = /^#(\d+)(?: (.*))?$/.exec(l);
    if (!m) {
      // a blank line next to progress lines is only a separator
      if (l === '' && i > 0 && (/^#\d+/.test(lines[i - 1]) || /^#\d+/.test(lines[i + 1] || ''))) continue;
      out.push(l);
      continue;
    }
    if (at < 0) { at = out.length; out.push(null); }
    const [, n, rest = ''] = m;
    if (n === '0' || rest === '...') continue;
    let x = v.get(n);
    if (!x) { v.set(n, (x = { name: rest, status: '', log: [] })); continue; }
    if (rest === x.name) continue;
    let k;
    if (/^DONE( |$)/.test(rest)) x.status = 'done';
    else if (rest === 'CACHED') x.status = 'cached';
    else if (/^CANCELED/.test(rest)) x.status = 'canceled';
    else if ((k = /^ERROR: (.*)$/.exec(rest))) x.status = `error: ${k[1]}`;
    else if ((k = /^\d+\.\d+ (.*)$/.exec(rest))) x.log.push(k[1]);
    else if (/^\d+\.\d+$/.test(rest)) x.log.push('');
    else if (/^WARN: /.test(rest)) continue; // repeated in the summary
    else if (/^(\[\S+ internal\] load metadata for |reading from stdin|transferring|resolve |sha256:|extracting|sending tarball|preparing|merging|pushing|verifying|\[auth\])/.test(rest)) continue;
    else {
      const s = rest.replace(/( \d+\.\d+s)?( done)?$/, '');
      if (!x.log.includes(s)) x.log.push(s);
    }
  }
  const seen = new Map();
  for (const x of v.values()) {
    let name = x.name;
    // the stage label of a FROM shared by several stages is a matter of chance, and so is DONE against CACHED
    const f = /^\[[^\]]*\] (FROM .*)$/.exec(name);
    if (f) { name = f[1].replace(/@sha256:[0-9a-f]{64}$/, '@sha256:…'); if (x.status === 'cached') x.status = 'done'; x.log = []; }
    // one of several builds of compose is the first to ask about a base they share
    name = name.replace(/^\[\S+ internal\] (load metadata for .*)$/, '[internal] $1');
    if (/^\[auth\]|^(\[\S+\] )?resolving provenance for metadata file|^resolve image config|^\[internal\] settings cache mount/.test(name)) continue;
    if (/^\[internal\]/.test(name) && /^(cached|canceled|)$/.test(x.status)) x.status = 'done';
    if (!x.status && !x.log.length) continue;
    const t = `  ${name} => ${x.status || 'unfinished'}` + x.log.map((l) => `\n    | ${l}`).join('');
    if (!seen.has(t)) seen.set(t, name);
  }
  const key = (s) => s.replace(/\d+/g, (d) => d.padStart(4, '0'));
  const sorted = [...seen.keys()].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  out[at] = ['buildkit:', ...sorted].join('\n');
  return out.join('\n');
}

// The rest of a build's output: timings inside the error block, order of the lint warnings (chance), blank lines
function buildTail(text) {
  const lines = text.split('\n');
  const res = [];
  for (let i = 0; i < lines.length; i++) {
    let l = lines[i];
    if (/^ > \S/.test(l) && lines[i - 1] === '------') {
      res.push(l);
      // a log line written in pieces may be cut at its start here (chance): complete it from the vertex's own log
      const name = l.slice(3).replace(/:$/, ''); const log = [];
      for (let k = lines.findIndex((x) => x.startsWith(`  ${name} => `)) + 1; k > 0 && /^ {4}\| /.test(lines[k] || ''); k++) log.push(lines[k].slice(6));
      while (i + 1 < lines.length && lines[i + 1] !== '------') {
        const t = lines[++i].replace(/^\d+\.\d+ ?/, '');
        res.push(log.includes(t) ? t : log.find((x) => t && x.endsWith(t)) ?? t);
      }
      continue;
    }
    if (/^ \d+ warnings? found \(use docker --debug to expand\):$/.test(l)) {
      if (res.length && res[res.length - 1] === '') res.pop();
      res.push(l);
      const w = [];
      while (i + 1 < lines.length && /^ - /.test(lines[i + 1])) w.push(lines[++i]);
      res.push(...w.sort());
      continue;
    }
    res.push(l);
  }
  return res.join('\n');
}

// `docker build --check` prints its warnings in an order of chance when they come from different passes
function checkReport(text) {
  if (!/^WARNING: \w+ - https:\/\/docs\.docker\.com/m.test(text)) return text;
  const parts = text.split(/^(?=WARNING: \w+ - https:\/\/docs\.docker\.com)/m);
  const head = parts.shift();
  // the last part may carry text after its closing dashes
  const last = parts.length - 1;
  let tail = '';
  const m = /^([\s\S]*?\n-{20}\n[\s\S]*?\n-{20}\n)([\s\S]*)$/.exec(parts[last]);
  if (m && m[2].trim() !== '') { parts[last] = m[1]; tail = m[2]; }
  return head + parts.map((p) => p.replace(/\n+$/, '\n')).sort((a, b) => {
    const ln = (p) => +(/^\S+:(\d+)$/m.exec(p) || [0, 0])[1];
    return ln(a) - ln(b) || (a < b ? -1 : 1);
  }).join('\n') + tail;
}

// ---- pull and push progress: only the final state of each layer, in the order in which they were announced ----
function transfer(text) {
  const re = /^([0-9a-f]{12}): (Pulling fs layer|Waiting|Downloading.*|Verifying Checksum|Download complete|Extracting.*|Pull complete|Already exists|Retrying.*|Preparing|Pushing.*|Pushed|Layer already exists|Mounted from .*|Loading layer.*|Loaded)$/;
  const lines = text.split('\n');
  if (!lines.some((l) => re.test(l))) return text;
  const st = new Map(); let at = -1; const out = [];
  for (const l of lines) {
    const m = re.exec(l);
    if (!m) { out.push(l); continue; }
    if (at < 0) { at = out.length; out.push(null); }
    st.set(m[1], m[2]);
  }
  out[at] = [...st].map(([id, s]) => `${id}: ${s}`).join('\n');
  return out.join('\n');
}

// ---- docker compose: what goes on side by side is told in an order of chance ----
// Its events keep their order for each thing, the things are sorted; so are the lines of containers' logs.
function compose(text) {
  const event = /^ ((?:Container|Network|Volume|Image) \S+|\S+(?=  Built$)) /;
  const log = /^(\S+?-\d+) +\| /;
  const lines = text.split('\n');
  const out = [];
  for (let i = 0; i < lines.length; ) {
    const kind = [event, log].find((re) => re.test(lines[i]));
    if (!kind) { out.push(lines[i++]); continue; }
    const block = [];
    while (i < lines.length && kind.test(lines[i])) block.push(lines[i++]);
    const key = (l) => kind.exec(l)[1];
    out.push(...block.map((l, n) => [l, n]).sort(([a, m], [b, n]) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : m - n)).map(([l]) => l));
  }
  return out.join('\n');
}

/** normalise one text; ids, names and ports stay raw (numbered later over the whole scenario) */
export function text(s, cwds = []) {
  if (!s) return s || '';
  s = s.replace(/\r\n/g, '\n').replace(/\r\x1b\[K/g, '').replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
  for (const c of cwds) if (c && c !== '/') s = s.replace(new RegExp(`${esc(c)}(?![A-Za-z0-9_.-])`, 'g'), '<work>');
  s = checkReport(buildTail(buildkit(s)));
  s = compose(transfer(s));
  // times
  s = s.replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?Z\b| ?[+-]\d\d:?\d\d(?: [A-Z]{3,4})?)?/g, (t) => (t.startsWith('0001-01-01') ? t : '<time>'));
  s = s.replace(new RegExp(`\\b${DAY},? ${MON} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3,4})? \\d{4}\\b`, 'g'), '<time>');
  s = s.replace(new RegExp(`\\b${DAY}, \\d\\d ${MON} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT`, 'g'), '<time>');
  s = s.replace(new RegExp(`\\b${MON} [ \\d]\\d (?:\\d\\d:\\d\\d| \\d{4})(?!\\d)`, 'g'), '<time>');
  // ages and durations
  s = s.replace(new RegExp(`\\b${AGE} ago\\b`, 'g'), '<ago>');
  s = s.replace(new RegExp(`\\bUp ${AGE}`, 'g'), 'Up <dur>');
  s = s.replace(/\btime=\d+(\.\d+)? ms/g, 'time=<dur> ms').replace(/= \d+\.\d+\/\d+\.\d+\/\d+\.\d+ ms/g, '= <dur> ms');
  s = s.replace(/(?<![\w./-])\d+\.\d+s(?![\w])/g, '<dur>');
  s = s.replace(/\b(real|user|sys)\t\d+m\d+\.\d+s/g, '$1\t<dur>');
  // references of the builder and other UUIDs
  s = s.replace(/\bref [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}::[a-z0-9]{25}\b/g, 'ref <ref>').replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>');
  // size of a pushed manifest: follows from the compressed sizes of the base's layers
  s = s.replace(/(digest: sha256:[0-9a-f]{64} size: )\d+/g, '$1<n>');
  // which of the two address families of a taken port is met first is chance
  s = s.replace(/\bBind for (?:0\.0\.0\.0|\[::\]|::):(\d+) failed/g, 'Bind for 0.0.0.0:$1 failed');
  // hardware addresses
  s = s.replace(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, '<mac>');
  // temporary files of the engine and the client
  s = s.replace(/\/tmp\/(?:buildkit-mount|docker-builder|docker-import|docker)-?[0-9A-Za-z]+/g, '/tmp/<tmp>');
  s = s.replace(/\/var\/lib\/docker\/tmp\/[\w.-]+/g, '/var/lib/docker/tmp/<tmp>');
  s = s.replace(/\b(?=[a-z0-9]*[0-9])(?=[a-z0-9]*[a-z])[a-z0-9]{25}\b/g, '<cacheid>');
  // docker top: process numbers and times
  s = s.split('\n').map((l) => {
    const m = /^(\S+) +\d+ +\d+ +\d+ +(?:\d\d:\d\d|<time>|\w{3}\d+) +(\S+) +\d\d:\d\d:\d\d +(.*)$/.exec(l);
    return m ? `${m[1]}  <pid>  <ppid>  <c>  <time>  ${m[2]}  <dur>  ${m[3]}` : l;
  }).join('\n');
  // column padding: its width depends on ids and ages
  s = s.split('\n').map((l) => {
    const m = /^( *)(.*?)( {2,})?$/.exec(l);
    return m[1] + m[2].replace(/ {2,}/g, '  ');
  }).join('\n');
  return s;
}

/** number ids, random names and ephemeral ports over a scenario: rows = [{stdout, stderr}], changed in place */
export function number(rows) {
  const HEX = /(?<![0-9a-fA-F])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-fA-F])/g;
  const PORT = /(?<=(?:0\.0\.0\.0|\[::\]|::|127\.0\.0\.1|localhost):|"HostPort": ?"|HostPort:)(?:3[2-9]\d{3}|[4-6]\d{4})\b/g;
  const all = rows.flatMap((r) => [r.stdout, r.stderr]).join('\n');
  const longs = new Map();
  for (const m of all.matchAll(/(?<![0-9a-fA-F])[0-9a-f]{64}(?![0-9a-fA-F])/g)) if (!longs.has(m[0].slice(0, 12))) longs.set(m[0].slice(0, 12), m[0]);
  const ids = new Map(); const names = new Map(); const ports = new Map();
  const num = (map, k) => { if (!map.has(k)) map.set(k, map.size + 1); return map.get(k); };
  const f = (s) => s
    .replace(HEX, (h) => (h.length === 64 ? `<id${num(ids, h)}>` : `<id${num(ids, longs.get(h) || h)}:short>`))
    .replace(NAME, (n) => `<name${num(names, n)}>`)
    .replace(PORT, (p) => `<port${num(ports, p)}>`);
  for (const r of rows) { r.stdout = f(r.stdout); r.stderr = f(r.stderr); }
  return rows;
}

/** rows: raw [{line, stdout, stderr, exit}] -> normalised copies */
export function normalise(rows, cwds = []) {
  return number(rows.map((r) => ({ line: r.line, stdout: text(r.stdout, cwds), stderr: text(r.stderr, cwds), exit: r.exit })));
}

// ---- comparison under a bijection of the numbered tokens ----
const TOK = /<(id|name|port)(\d+)(:short)?>/g;
export class Bijection {
  constructor() { this.ab = new Map(); this.ba = new Map(); }
  /** do the texts agree, given what is known? '' yes, 'text' no, 'identity': same text, but a token stands for another thing than before */
  match(a, b) {
    const sa = a.replace(TOK, '<$1$3>'); const sb = b.replace(TOK, '<$1$3>');
    if (sa !== sb) return 'text';
    const ta = [...a.matchAll(TOK)].map((m) => m[1] + m[2]); const tb = [...b.matchAll(TOK)].map((m) => m[1] + m[2]);
    let bad = '';
    for (let i = 0; i < ta.length; i++) {
      const x = this.ab.get(ta[i]); const y = this.ba.get(tb[i]);
      if (x === tb[i]) continue;
      if (x !== undefined || y !== undefined) bad = 'identity';
      // adopt the new pairing even after a clash, so that one wrong id is reported once
      if (x !== undefined) this.ba.delete(x);
      if (y !== undefined) this.ab.delete(y);
      this.ab.set(ta[i], tb[i]); this.ba.set(tb[i], ta[i]);
    }
    return bad;
  }
}
