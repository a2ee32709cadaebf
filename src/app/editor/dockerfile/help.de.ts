import type { Help } from './help.ts';

const LAYER = '**Macht eine Schicht.** ';
const METADATA = '**Ändert nur die Konfiguration des Images**, keine Datei. ';

const copyFlags = {
  from: 'Kopiert aus einer anderen Stage oder einem Image statt aus dem Build-Kontext. Über den Cache entscheidet der Inhalt der Dateien, nicht, wie sie entstanden.',
  chown: 'Besitzer und Gruppe der Kopien (`user:group`, Namen oder Nummern). Zählt für den Cache.',
  chmod: 'Rechte der Kopien (`755` oder `u=rwX,go=rX`). Zählt für den Cache.',
  link: 'Macht eine eigene Schicht, die nicht auf dem aufbaut, was darüber steht: Eine Änderung dort lässt diesen Schritt nicht neu laufen.',
  parents:
    'Behält die Ordner, in denen eine Quelle steht: `COPY --parents a/b.txt /x/` macht `/x/a/b.txt`. Braucht `# syntax=docker/dockerfile:1` als erste Zeile.',
  exclude: 'Lässt Dateien aus, auf die das Muster passt. Auch für den Cache zählen sie nicht.',
};

/** `help.ts` in German. */
export const germanHelp: Readonly<Record<string, Help>> = {
  FROM: {
    usage: 'FROM [--platform=P] image[:tag] [AS name]',
    text: 'Beginnt eine Stage mit einem Image (oder einer früheren Stage). Dessen Schichten sind die untersten; eine Stage, die niemand braucht, wird übersprungen. Zeigt der Tag auf ein anderes Image, läuft alles darunter neu.',
    flags: {
      platform: 'Nimmt das Image für diese Plattform (`linux/arm64`). `$BUILDPLATFORM` ist die Maschine, die baut.',
    },
  },
  RUN: {
    usage: 'RUN [--mount=…] command   oder   RUN ["program", "argument"]',
    text: `${LAYER}Führt einen Befehl in einem vorübergehenden Container aus und behält, was er geändert hat. Wiederverwendet wird das, solange sein Text und alles davor gleich bleiben, **auch wenn sich ändert, was er herunterlädt**.`,
    flags: {
      mount:
        'Leiht dem Befehl Dateien: `type=bind` (des Kontexts oder einer Stage), `cache` (ein Ordner, der Builds überdauert), `secret`, `ssh`, `tmpfs`. Nichts davon kommt in die Schicht.',
      network: '`none`, `host` oder `default`: was der Befehl erreicht.',
      security: '`insecure` gibt ihm alle Rechte, wo der Builder das erlaubt.',
    },
  },
  COPY: {
    usage: 'COPY [--from=stage] source… destination',
    text: `${LAYER}Kopiert Dateien des Build-Kontexts. Ob sie wiederverwendet wird, entscheiden Inhalt, Rechte und Besitzer der Dateien, nicht ihr Datum. Kopiere zuerst, was sich selten ändert, und zuletzt, was sich oft ändert.`,
    flags: copyFlags,
  },
  ADD: {
    usage: 'ADD source… destination',
    text: `${LAYER}Wie \`COPY\`; außerdem packt es tar-Archive aus und lädt URLs und Git-Repositories. Wo du das nicht brauchst, sagt \`COPY\` klarer, was geschieht.`,
    flags: {
      ...copyFlags,
      checksum: 'Der Digest, den das Heruntergeladene haben muss (`sha256:…`); sonst scheitert der Build.',
      'keep-git-dir': 'Behält den Ordner `.git` eines Repositorys.',
      unpack: 'Ob Archive ausgepackt werden (`--unpack=false` lässt sie ganz).',
    },
  },
  CMD: {
    usage: 'CMD ["program", "argument"]',
    text: `${METADATA}Was ein Container ausführt, wenn \`docker run\` nichts anderes nennt; mit \`ENTRYPOINT\` dessen Argumente. Nur das letzte zählt. Ohne Klammern steht eine Shell zwischen dem Programm und seinen Signalen.`,
  },
  ENTRYPOINT: {
    usage: 'ENTRYPOINT ["program", "argument"]',
    text: `${METADATA}Das Programm, das ein Container immer ausführt; \`CMD\` und die Wörter hinter \`docker run IMAGE\` sind seine Argumente.`,
  },
  ENV: {
    usage: 'ENV NAME=value …',
    text: `${METADATA}Setzt Variablen für die folgenden Schritte **und** für Container. Ein anderer Wert lässt jedes \`RUN\` darunter neu laufen. Jeder kann sie im Image lesen: kein Ort für Geheimnisse.`,
  },
  ARG: {
    usage: 'ARG NAME[=default]',
    text: 'Eine Variable nur des Builds (`--build-arg NAME=value`); Container sehen sie nicht. Ein anderer Wert lässt die `RUN` darunter neu laufen, ob sie ihn benutzen oder nicht. Vor dem ersten `FROM` gilt sie nur in `FROM`-Zeilen.',
  },
  LABEL: { usage: 'LABEL key=value …', text: `${METADATA}Notizen über das Image, für Menschen und Werkzeuge.` },
  EXPOSE: {
    usage: 'EXPOSE port[/udp]',
    text: `${METADATA}Notiert, auf welchen Ports das Programm hört. Veröffentlicht wird damit nichts: das tut \`docker run -p\`.`,
  },
  WORKDIR: {
    usage: 'WORKDIR /folder',
    text: `${LAYER}Setzt den Ordner für alles Folgende und für Container, und legt ihn an, wenn er fehlt (in einer sonst leeren Schicht).`,
  },
  USER: {
    usage: 'USER name[:group]',
    text: `${METADATA}Wer die folgenden Befehle und den Container ausführt.`,
  },
  VOLUME: {
    usage: 'VOLUME ["/data"]',
    text: `${METADATA}Container bekommen an diesem Pfad ein eigenes Volume, außerhalb der beschreibbaren Schicht.`,
  },
  HEALTHCHECK: {
    usage: 'HEALTHCHECK [--interval=30s] CMD command   oder   HEALTHCHECK NONE',
    text: `${METADATA}Ein Befehl, den Docker im Container immer wieder ausführt, um zu erfahren, ob es ihm gut geht.`,
    flags: {
      interval: 'Zeit zwischen zwei Prüfungen (30s).',
      timeout: 'Wie lange eine Prüfung dauern darf (30s).',
      retries: 'Wie viele Fehlschläge hintereinander ungesund heißen (3).',
      'start-period': 'Zeit nach dem Start, in der Fehlschläge nicht zählen (0s).',
      'start-interval': 'Zeit zwischen zwei Prüfungen in dieser Frist (5s).',
    },
  },
  SHELL: {
    usage: 'SHELL ["/bin/bash", "-c"]',
    text: `${METADATA}Die Shell für folgende Befehle ohne Klammern (sonst \`/bin/sh -c\`).`,
  },
  STOPSIGNAL: {
    usage: 'STOPSIGNAL SIGTERM',
    text: `${METADATA}Was \`docker stop\` dem Programm zuerst schickt.`,
  },
  ONBUILD: {
    usage: 'ONBUILD INSTRUCTION …',
    text: `${METADATA}Eine Anweisung für später: Sie läuft, wenn ein anderes Dockerfile mit \`FROM\` dieses Image beginnt.`,
  },
  MAINTAINER: {
    usage: 'MAINTAINER name',
    text: `${METADATA}Veraltet: An seine Stelle tritt \`LABEL org.opencontainers.image.authors="name"\`.`,
  },
};
