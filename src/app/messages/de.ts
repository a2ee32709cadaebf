import type { Messages } from './en.ts';

export const de: Messages = {
  brand: 'Drydock',
  documentTitle: (what) => `${what} · Drydock`,
  skipToWork: 'Zum Arbeitsplatz springen',
  opening: 'Wird geöffnet…',
  cancel: 'Abbrechen',

  engine: {
    simulated: 'Simuliert',
    real: (name) => `Echt: ${name}`,
    switchTo: 'Echte Engine benutzen',
    back: 'Zurück zur Simulation',
    connecting: 'Verbinde…',
    ask: (name) =>
      `Die Befehle dieser Lektion laufen dann wirklich, auf der Engine, die ${name} auf diesem Rechner gefunden hat: in Containern mit Grenzen, ohne deine Ordner. Was sie anlegen, wird entfernt, wenn der Runner endet.`,
    yes: 'Wirklich ausführen',
    no: 'Bei der Simulation bleiben',
    how: 'Starte dies in Drydocks Ordner und öffne den ausgegebenen Link, oder füge ihn hier ein:',
    link: 'Link des Runners',
    connect: 'Verbinden',
    cancel: 'Abbrechen',
    noLink: 'Das ist kein Link von npx drydock runner.',
    unreachable: (address, origin) =>
      `Der Runner unter ${address} ist von hier nicht zu erreichen: Er läuft nicht, wurde nicht mit --allow-origin ${origin} gestartet, oder dieser Browser lässt keine https-Seite mit diesem Rechner sprechen. Dann öffne die Seite, die der Runner selbst ausliefert.`,
  },
  top: {
    home: 'Alle Lektionen',
    startOver: 'Von vorn',
    startOverAsk: 'Dateien, Images und Container vergessen?',
    startOverYes: 'Ja, von vorn',
    startOverNo: 'Behalten',
    goalsMet: 'Erreichte Ziele',
    goalsCount: (met, all) => `${met} von ${all}`,
    useLight: 'Helle Darstellung',
    useDark: 'Dunkle Darstellung',
    light: 'Hell',
    dark: 'Dunkel',
    more: 'Mehr',
    language: 'Sprache',
  },

  panels: {
    label: 'Bereiche',
    views: 'Ansichten',
    lesson: 'Lektion',
    files: 'Dateien',
    terminal: 'Terminal',
    layers: 'Schichten',
    builds: 'Builds',
    images: 'Images',
    container: 'Container',
    network: 'Netzwerk',
    preview: 'Vorschau',
    api: 'API',
    broken: (name) => `„${name}“ kann nicht angezeigt werden.`,
    nextPart: 'F6: zum nächsten Teil der Seite',
    brokenHint: 'Der Rechner läuft weiter; nichts ist verloren.',
    showAgain: 'Noch einmal versuchen',
    widthOfLesson: 'Breite der Lektion',
    widthOfViews: 'Breite der Ansichten',
    heightOfEditor: 'Höhe des Editors',
  },

  share: {
    button: 'Teilen',
    copyLink: 'Link kopieren',
    copied: 'Der Link ist in der Zwischenablage.',
    downloadZip: 'Als .zip herunterladen',
    downloaded: 'Die Zip-Datei kommt.',
    hint: 'Ein Link trägt Ihre Dateien in sich: Kein Server bewahrt sie auf.',
    heading: 'Jemand hat das mit Ihnen geteilt',
    harmless:
      'Sehen Sie sich die Dateien an, bevor Sie sie öffnen. Nichts läuft, bis Sie es starten, und sie bekommen einen eigenen Computer.',
    files: 'Dateien',
    binary: '(kein Text)',
    open: 'Öffnen',
    toHome: 'Alle Lektionen ansehen',
  },

  embed: {
    openInDrydock: 'In Drydock öffnen',
  },

  notices: {
    crashed: (reason) =>
      `Der simulierte Rechner blieb stehen (${reason}) und wurde neu gestartet. Dateien, Images und Container sind, wie sie zuletzt waren; was lief, ist beendet.`,
    understood: 'Verstanden',
    denied: 'Nicht gespeichert: Dieser Browser gibt keinen Speicher, beim Neuladen beginnt alles von vorn.',
    full: 'Der Browser hat keinen Platz mehr: Ab hier bleibt alles nur im Arbeitsspeicher. Einen Rechner wegzuwerfen schafft Platz.',
    elsewhere:
      'Dieser Rechner ist in einem anderen Tab offen. Hier arbeiten Sie an einer Kopie im Arbeitsspeicher, die mit der Seite verschwindet.',
    taken:
      'Ein anderer Tab hat diesen Rechner übernommen. Hier geht es im Arbeitsspeicher weiter, der mit der Seite verschwindet.',
    takeOver: 'Übernehmen',
    update: 'Eine neue Fassung von Drydock ist da.',
    updateNow: 'Jetzt benutzen',
    updateLater: 'Später',
  },

  presenter: {
    label: 'Vorführen',
    start: 'Vorführen',
    end: 'Vorführung beenden',
    back: 'Schritt zurück',
    next: 'Nächster Schritt',
    run: 'Ausführen:',
    light: 'Licht auf',
    everywhere: 'alles',
    notes: 'Notizen',
    classLink: 'Link für die Klasse kopieren',
    copied: 'Kopiert',
  },

  record: {
    title: 'Was Sie getan haben',
    lead: 'Es liegt nur in diesem Browser. Sie können es als Datei mitnehmen oder drucken.',
    save: 'Als Datei sichern',
    read: 'Eine Datei lesen',
    certificate: 'Bescheinigung',
    taken: (name) => `Was in ${name} steht, ist jetzt hier.`,
    notOurs: (name) => `${name} ist keine Fortschrittsdatei von Drydock.`,
    print: 'Drucken',
    name: 'Name',
    nothing: 'Noch ist kein Ziel erreicht.',
    goal: 'Ziel',
    when: 'Erreicht',
    by: 'Nach dem Befehl',
    honest:
      'Jedes Ziel wurde am Zustand der simulierten Docker-Engine im eigenen Browser geprüft; sonst hat niemand zugesehen.',
  },

  told: {
    built: (cached, ran, time) =>
      ran === 0
        ? 'Build fertig: Jeder Schritt kam aus dem Cache.'
        : `Build fertig: ${cached} Schritte aus dem Cache, ${ran} liefen in ${time}.`,
    failed: (reason) => `Build gescheitert: ${reason}`,
  },

  time: {
    label: 'Zeitleiste',
    back: 'Einen Schritt zurück in der Zeit',
    forward: 'Einen Schritt vor in der Zeit',
    beginning: 'Anfang',
    edited: (paths) => `${paths} bearbeitet`,
    failed: (status) => `Exit-Status ${status}`,
    travelling: 'Unterwegs…',
    looking: 'Sie schauen zurück. Nichts geht verloren.',
    toNow: 'Zurück zum Jetzt',
  },

  api: {
    title: 'Was docker der Engine gesagt hat',
    lead: 'Der Befehl docker tut selbst nichts: Er bittet die Engine über HTTP (Docker Engine API). Neuester Befehl zuerst.',
    empty: 'Noch kein docker-Befehl. Was jeder die Engine fragt, wird hier stehen.',
    open: 'offen',
    milliseconds: (count) => `${count} ms`,
    query: 'Abfrage',
    request: 'Anfrage',
    response: 'Antwort',
    noType: 'ohne Typ',
    notText: 'Kein Text: ein Tar oder ein Strom von Bytes.',
    by: 'durch',
    openIn: 'Ansehen, was die Engine dabei hörte',
  },

  network: {
    title: 'Netzwerke und was angeschlossen ist',
    named: (name) => `Netzwerk ${name}`,
    alone: 'In keinem Netzwerk',
    internal: 'intern: kein Weg nach draußen',
    nobody: 'Niemand ist darin.',
    byName: 'In diesem Netzwerk finden Container einander über den Namen.',
    exposed: (port, protocol) => `${port}/${protocol}, nicht veröffentlicht`,
    leadsTo: 'führt zu Port',
    comesFrom: 'kommt von',
    readOnly: 'nur lesbar',
    volume: (name) => `Volume ${name}`,
    volumes: 'Volumes',
    unplugged: 'Nirgends angeschlossen; der Inhalt bleibt.',
    pluggedInto: 'angeschlossen an',
  },

  files: {
    title: 'Dateien und die Schicht, aus der sie kommen',
    folder: 'Ordner',
    shows: 'Sichtbar aus',
    whiteout: 'Gelöscht durch einen Whiteout in',
    hides: (size) => `verdeckt ${size} aus`,
    writable: 'der beschreibbaren Schicht',
  },

  images: {
    skyline: 'Images nebeneinander',
    layersOf: (name) => `Schichten von ${name}`,
    sharedBy: (count) => `von ${count} Images geteilt`,
  },

  registry: {
    title: 'Von und zur Registry',
    pull: 'Geholt',
    push: 'Geschickt',
    moved: (moved, reused) =>
      reused === 0 ? `${moved} Schichten sind gereist.` : `${moved} Schichten sind gereist, ${reused} waren schon da.`,
  },

  failed: {
    start: (reason) =>
      `Der simulierte Rechner konnte nicht starten: ${reason}. Neuladen versucht es noch einmal; die Dateien bleiben erhalten.`,
    noLesson: (id) => `Eine Lektion ${id} gibt es nicht.`,
    noPage: 'Unter dieser Adresse gibt es nichts.',
    toHome: 'Alle Lektionen ansehen',
  },

  home: {
    title: 'Container verstehen, indem man sie baut',
    lead: 'Ein ganzer Rechner mit Docker in dieser Seite. Nichts zu installieren, nichts kann kaputtgehen.',
    continue: 'Weiter',
    begin: 'Anfangen',
    again: 'Noch einmal ansehen',
    done: 'Fertig',
    goals: (met, all) => `${met} von ${all} Zielen`,
    minutes: (count) => `${count} Min.`,
    lessons: (done, all) => `${done} von ${all} Lektionen fertig`,
    playground: 'Zum freien Probieren',
    playgroundLead: 'Ein eigener Rechner, um etwas auszuprobieren. Er bleibt in diesem Browser, bis Sie ihn wegwerfen.',
    empty: 'Leer',
    emptyHint: 'Ein Ordner mit einem Dockerfile von einer Zeile',
    sample: 'Aus einer Beispielanwendung',
    sampleChoose: 'Beispielanwendung',
    files: 'Aus eigenen Dateien',
    filesHint: 'Ein Ordner, eine .zip oder was docker save geschrieben hat: hierher ziehen oder auswählen',
    chooseFile: 'Eine .zip oder .tar wählen',
    chooseFolder: 'Einen Ordner wählen',
    reading: (name) => `${name} wird gelesen…`,
    nothingInside: (name) => `${name} enthält keine Dateien, die sich öffnen lassen.`,
    tooLarge: (name, limit) => `${name} ist größer als ${limit}: zu viel für eine Seite.`,
    yours: 'Ihre Rechner',
    open: (title) => `${title} öffnen`,
    throwAway: (title) => `${title} wegwerfen`,
    throwAwayAsk: 'Wirklich wegwerfen?',
    throwAwayYes: 'Wegwerfen',
  },
};
