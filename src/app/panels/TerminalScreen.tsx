import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { useEffect, useRef } from 'react';
import '@xterm/xterm/css/xterm.css';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import { usePresenter } from '../present/presenter.ts';
import { closeTerminal, registerTypist, terminalShown } from '../stores/terminals.ts';
import { type Theme, useTheme } from '../stores/theme.ts';
import { flushed } from '../stores/workspace.ts';

interface ScreenProps {
  readonly tab: number;
  readonly machine: RemoteMachine;
  readonly shown: boolean;
}

const themes: Record<Theme, { background: string; foreground: string; cursor: string; selectionBackground: string }> = {
  dark: { background: '#0d1419', foreground: '#d7e0e4', cursor: '#5eead4', selectionBackground: '#29505a' },
  light: { background: '#fbfcfc', foreground: '#1d2a30', cursor: '#0f766e', selectionBackground: '#b7e0db' },
};

/** Pixels; the larger for a class. */
const SIZE = 13;
const LARGE = 20;
const encoder = new TextEncoder();

/** One xterm on one pseudo-terminal of the machine. */
export default function TerminalScreen({ tab, machine, shown }: ScreenProps) {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<Terminal>(undefined);
  const refit = useRef(() => {});
  const theme = useTheme((state) => state.theme);
  const presenting = usePresenter((state) => state.on);

  useEffect(() => {
    const terminal = new Terminal({
      fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
      fontSize: usePresenter.getState().on ? LARGE : SIZE,
      theme: themes[useTheme.getState().theme],
      cursorBlink: true,
      scrollback: 5000,
      minimumContrastRatio: 4.5,
      screenReaderMode: true,
    });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.open(place.current!);
    fit.fit();
    refit.current = () => fit.fit();
    screen.current = terminal;
    const stop = connect(terminal, machine, tab);
    const observer = new ResizeObserver(() => {
      if (place.current?.offsetParent) fit.fit();
    });
    observer.observe(place.current!);
    return () => {
      observer.disconnect();
      stop();
      terminal.dispose();
    };
  }, [machine, tab]);

  useEffect(() => {
    if (screen.current) screen.current.options.theme = themes[theme];
  }, [theme]);

  useEffect(() => {
    if (!screen.current) return;
    screen.current.options.fontSize = presenting ? LARGE : SIZE;
    refit.current();
  }, [presenting]);

  useEffect(() => {
    if (shown) screen.current?.focus();
  }, [shown]);

  return <div ref={place} className="terminal-screen" hidden={!shown} data-terminal={tab} />;
}

/** The machine goes on loading when its first output is taken: that is to be on screen then, if it is to be seen at all. */
function whenRendered(terminal: Terminal, done: () => void): void {
  const rendered = terminal.onRender(() => taken());
  const unseen = setTimeout(() => taken(), UNSEEN);
  const taken = () => {
    rendered.dispose();
    clearTimeout(unseen);
    terminalShown();
    done();
  };
}

/** Milliseconds after which a terminal that renders nothing is one that nobody sees. */
const UNSEEN = 1000;

/** Joins keys and output to a shell of the machine; returns the way to hang up. */
function connect(terminal: Terminal, machine: RemoteMachine, tab: number): () => void {
  let closed = false;
  let first = true;
  const show = (bytes: Uint8Array) =>
    new Promise<void>((done) => {
      if (!first) return terminal.write(bytes, done);
      first = false;
      whenRendered(terminal, done);
      terminal.write(bytes);
    });
  const ended = () => {
    if (!closed) closeTerminal(tab);
  };
  const opened = machine.openTerminal({ columns: terminal.cols, rows: terminal.rows }, callback(show), callback(ended));
  let sent: Promise<unknown> = opened;
  const send = (text: string) => {
    // What was typed in the editor comes first: a build must see it. Keys keep their order.
    sent = Promise.all([opened, flushed(), sent]).then(([id]) => machine.terminalInput(id, encoder.encode(text)));
  };
  terminal.onData(send);
  terminal.onResize(({ cols, rows }) => void opened.then((id) => machine.resizeTerminal(id, { columns: cols, rows })));
  const forget = registerTypist(tab, (text) => {
    terminal.focus();
    send(text.replaceAll('\n', '\r'));
  });
  return () => {
    closed = true;
    forget();
    void opened.then((id) => machine.closeTerminal(id));
  };
}
