import type { MissCause } from '../../engine/api/drydock.ts';
import type { Messages } from './en.ts';
import type { Explained, StepWord } from './en-views.ts';

const words: Record<StepWord, string> = {
  HIT: 'wird wiederverwendet',
  MISS: 'wird laufen',
  MAYBE: 'vielleicht wiederverwendet',
  CACHED: 'CACHED',
  RAN: 'lief',
  'METADATA-ONLY': 'nur Metadaten',
  SKIPPED: 'übersprungen',
  'NOT-REACHED': 'nicht erreicht',
  FAILED: 'gescheitert',
  RUNNING: 'läuft…',
};
const changes = { added: 'neu', changed: 'geändert', deleted: 'gelöscht' };
const meanings = { added: 'neu', changed: 'hochkopiert und geändert', deleted: 'durch einen Whiteout gelöscht' };
const marks = {
  HIT: 'Wird aus dem Cache wiederverwendet',
  MISS: 'Wird laufen',
  MAYBE: 'Wird vielleicht wiederverwendet',
  'METADATA-ONLY': 'Ändert nur die Konfiguration',
  SKIPPED: 'Wird übersprungen: niemand braucht diese Stage',
};
const fileChanges: Readonly<Record<string, string>> = {
  added: 'ist neu',
  removed: 'ist weg',
  content: 'wurde geändert',
  mode: 'hat andere Rechte',
  owner: 'gehört jemand anderem',
  type: 'ist jetzt etwas anderes',
};

/** The engine's sentence is English: this one is made of what it was made of. */
function why({ causes: [cause], prediction, why: engineWords }: Explained): string {
  if (engineWords === '') return '';
  if (prediction === 'MAYBE') return 'wiederverwendet, wenn das Kopierte herauskommt wie zuletzt';
  return cause ? sentence(cause, prediction !== undefined) : engineWords;
}

function sentence(cause: MissCause, planned: boolean): string {
  switch (cause.kind) {
    case 'first-build':
      return 'wurde noch nie gebaut';
    case 'instruction-changed':
      return `die Anweisung war „${cause.before}“ und ist „${cause.after}“`;
    case 'files-changed': {
      const [first, ...rest] = cause.files;
      if (!first) return 'Dateien haben sich geändert';
      const more = rest.length === 0 ? '' : rest.length === 1 ? ', und eine weitere' : `, und ${rest.length} weitere`;
      return `${first.path} ${fileChanges[first.change]}${more}`;
    }
    case 'argument-changed':
      if (cause.before === undefined) return `${cause.name} ist jetzt ${cause.after}`;
      if (cause.after === undefined) return `${cause.name} ist nicht mehr gesetzt`;
      return `${cause.name} war ${cause.before} und ist ${cause.after}`;
    case 'base-changed':
      return planned ? 'das Basis-Image ist noch nicht hier' : 'das Basis-Image ist ein anderes';
    case 'parent-changed':
      return 'ein Schritt darunter läuft neu';
    case 'no-cache':
      return 'der Cache sollte nicht benutzt werden';
    case 'failed-before':
      return 'scheiterte beim letzten Mal';
    case 'pruned':
      return 'das Ergebnis ist nicht mehr im Cache';
  }
}

export const deViews: Messages['views'] = {
  steps: {
    label: 'Schritte des Builds',
    stage: (name) => `Stage ${name}`,
    line: (line) => `Zeile ${line} des Dockerfiles`,
    broken: 'kann nicht gebaut werden',
    word: (state) => words[state],
    why,
    ranIn: (time) => `lief ${time}`,
    asPredicted: 'wie vorhergesagt',
    predicted: (word) => `vorhergesagt: ${word}`,
    lastBuild: (what) => `Letzter Build: ${what}`,
  },

  layers: {
    building: 'Wird gebaut',
    next: 'Wenn du jetzt baust',
    done: (done, all) => `${done} von ${all} Schritten fertig`,
    reading: 'Das Dockerfile wird gelesen…',
    guess: 'Was wird laufen? Zuerst dein Tipp, in der Lektion.',
    atLine: (line, message) => `Zeile ${line}: ${message}`,
    allCached: 'Alles ist im Cache: Kein Schritt muss laufen.',
    summary: (reused, run, maybe, time) =>
      `${reused === 0 ? '' : `${reused} wiederverwendet, `}${run} ${run === 1 ? 'Schritt läuft' : 'Schritte laufen'}${maybe === 0 ? '' : `, ${maybe} vielleicht wiederverwendet`}${time === undefined ? '' : `, nach dem letzten Mal etwa ${time}`}.`,
    advice: 'Was die letzten Builds nahelegen',
    adviceOf: ({ name, after, savedSteps, first }) => {
      const split = first?.length
        ? `Würde erst ${first.map((path) => `\`${path}\``).join(', ')} kopiert und stünde`
        : 'Stünde';
      const saved = savedSteps === 1 ? 'wäre ein Schritt' : `wären ${savedSteps} Schritte`;
      return `${split} \`${name}\` hinter \`${after}\`, ${saved} der letzten Builds nicht gelaufen.`;
    },
    saves: (time) => `Das sind etwa ${time}.`,
    showLine: (line) => `Zeile ${line} zeigen`,
    mark: (prediction) => marks[prediction],
  },

  stages: {
    label: 'Stages',
    skipped: 'übersprungen: niemand braucht sie',
    willRun: (count) => `${count} ${count === 1 ? 'wird' : 'werden'} laufen`,
    ran: (count) => `${count} ${count === 1 ? 'lief' : 'liefen'}`,
    maybe: (count) => `${count} vielleicht wiederverwendet`,
    reused: (count) => `${count} wiederverwendet`,
    fromCache: (count) => `${count} aus dem Cache`,
    image: (name) => `Image ${name}`,
    takesFrom: (sources) => `. Nimmt von ${sources.join(' und ')}`,
  },

  builds: {
    title: 'Builds',
    empty: 'Noch nichts gebaut. So wird dieser Ordner gebaut:',
    noName: 'ohne Namen',
    comparedWith: 'Verglichen mit',
    first: '(der erste Build)',
    build: (number, name) => `Build ${number}: ${name}`,
    outcome: (cached, ran, time) =>
      `${cached} aus dem Cache, ${ran} ${ran === 1 ? 'lief' : 'liefen'}${time === undefined ? '' : ` ${time}`}`,
    dockerfileChanges: 'Änderungen am Dockerfile',
    steps: 'Schritte',
    cacheKey: 'Cache-Schlüssel',
    layer: 'Schicht',
    otherBuild: (time) => `, im anderen Build ${time}`,
    asBefore: 'wie zuvor',
    fileChange: (path, change) => `${path} ${fileChanges[change] ?? change}`,
    unset: '(nicht gesetzt)',
    image: 'Image',
    more: (size) => `${size} mehr als zuvor`,
    less: (size) => `${size} weniger als zuvor`,
  },

  imageList: {
    none: 'Noch keine Images auf diesem Rechner.',
    title: 'Images auf diesem Rechner',
    name: 'Name',
    id: 'Id',
    size: 'Größe',
    dangling: 'ohne Namen (dangling)',
  },

  image: {
    label: 'Images',
    choose: 'Image',
    opening: 'Das Image wird geöffnet…',
    layers: (count) => `${count} ${count === 1 ? 'Schicht' : 'Schichten'}, die oberste zuerst.`,
    noWaste: 'Jede Datei darin ist zu sehen: Nichts ist verschwendet.',
    waste: (size, files) =>
      `Das Image trägt ${size} mit sich, die nicht zu sehen sind: ${files} ${files === 1 ? 'Datei wird' : 'Dateien werden'} von einer späteren Schicht verdeckt.`,
    alsoIn: (names) => `auch in ${names}`,
    hidden: 'Verdeckte Dateien',
    change: (change) => changes[change],
    counted: (change, count) => `${count} ${changes[change]}`,
    files: (what) => `Dateien: ${what}`,
    noFile: 'keine Datei',
    changesNone: 'Diese Schicht ändert keine Datei.',
    more: (count) => `und ${count} weitere`,
    open: 'Ein tar von docker save öffnen (oder auf die Seite ziehen)',
    reading: (name) => `${name} wird gelesen…`,
    read: (name, percent) => `${name} wird gelesen: ${percent} %`,
    unpacking: (name) => `Die Schichten von ${name} werden geöffnet…`,
    loaded: (name) => `${name} ist geladen.`,
  },

  container: {
    none: 'Noch keine Container. So entsteht einer aus einem Image:',
    choose: 'Container',
    from: 'aus',
    id: 'Id',
    writable: 'Beschreibbare Schicht',
    nothing: 'Noch nichts geschrieben. Jede Datei scheint aus dem Image durch.',
    meaning: (change) => meanings[change],
    hides: 'verdeckt die aus',
    lower: 'Schichten des Images, nur lesbar',
  },

  preview: {
    none: 'Kein Port ist veröffentlicht. So wird einer veröffentlicht:',
    port: 'Veröffentlichter Port',
    path: 'Pfad',
    reload: 'Neu laden',
    asking: 'Wird gefragt…',
    unreachable: 'Diese Seite ist nicht erreichbar.',
    status: (status) => `Status ${status}`,
    page: 'Die veröffentlichte Seite',
  },

  editor: {
    label: 'Dateien',
    none: 'Noch keine Dateien. Mit + entsteht eine.',
    choose: 'Wähle eine Datei.',
    content: (path) => `Inhalt von ${path}`,
    make: 'Neue Datei anlegen',
    name: 'Name der neuen Datei',
    namePlaceholder: 'Name',
  },

  fixes: {
    upperCase: 'In Großbuchstaben schreiben',
    lowerCase: 'In Kleinbuchstaben schreiben',
    write: (what) => `${what} schreiben`,
    renameStage: (name) => `Die Stage ${name} nennen`,
    withEquals: 'Mit = schreiben',
    jsonPlain: 'Als JSON schreiben, ohne Shell',
    jsonShell: 'Als JSON schreiben, mit der Shell darin',
    label: 'Ein Label daraus machen',
    noFlag: 'Die Option weglassen',
    noEmptyLines: 'Die leeren Zeilen entfernen',
    protocol: 'Das Protokoll in Kleinbuchstaben schreiben',
    expose: (port) => `Port ${port} freigeben`,
    remove: (instruction) => `Dieses ${instruction} entfernen`,
  },

  terminal: {
    label: 'Terminal',
    list: 'Terminals',
    tab: (number) => `Terminal ${number}`,
    another: 'Noch ein Terminal öffnen',
    close: 'Dieses Terminal schließen',
    starting: 'Dein Rechner startet…',
    opening: 'Das Terminal wird geöffnet…',
  },

  link: {
    tooLarge: 'Diese Dateien sind zu groß für einen Link. Lade sie stattdessen als Zip herunter.',
    tooLong: 'Dieser Link ist zu lang.',
    damaged: 'Dieser Link ist beschädigt: Vielleicht fehlt ein Stück.',
    unknown: 'Dieser Link enthält etwas, das Drydock nicht kennt.',
    tooMuch: 'Dieser Link enthält mehr, als Drydock öffnet.',
  },
};
