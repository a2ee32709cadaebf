import { type ReactNode, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Guarded } from '../layouts/Guarded.tsx';
import { Tabs } from '../layouts/Tabs.tsx';
import { useFits } from '../layouts/useIsWide.ts';
import { useMessages } from '../messages/messages.ts';
import { EditorPanel } from '../panels/EditorPanel.tsx';
import { LessonPanel } from '../panels/LessonPanel.tsx';
import { TerminalPanel } from '../panels/TerminalPanel.tsx';
import { views } from '../views/views.ts';
import type { PanelName } from './options.ts';

const components = { lesson: LessonPanel, files: EditorPanel, terminal: TerminalPanel, ...views };

/** The panels that were asked for: lesson, files over terminal, and views side by side where they fit, else in tabs. */
export function EmbedBench({ panels }: { readonly panels: readonly PanelName[] }) {
  const { panels: titles } = useMessages();
  const columns = columnsOf(panels);
  const fit = useFits(columns.length * 330);
  if (!fit) return <Tabbed panels={panels} />;
  return (
    <Group orientation="horizontal" className="columns">
      {columns.flatMap((names, index) => [
        ...(index > 0
          ? [<Separator key={`edge-${names[0]}`} className="edge vertical" aria-label={titles.label} />]
          : []),
        <Panel key={names[0]} minSize="200px" className={names.length === 1 ? 'panel' : ''}>
          {names.length === 1 ? <One name={names[0]!} /> : <Stacked names={names} />}
        </Panel>,
      ])}
    </Group>
  );
}

/** Views share a column, and so do files and terminal. */
function columnsOf(panels: readonly PanelName[]): PanelName[][] {
  const groups: Record<string, PanelName[]> = {};
  for (const name of panels) {
    const column = name === 'lesson' ? 'lesson' : name === 'files' || name === 'terminal' ? 'work' : 'views';
    (groups[column] ??= []).push(name);
  }
  return [groups.lesson, groups.work, groups.views].filter((group) => group !== undefined);
}

function Stacked({ names }: { readonly names: readonly PanelName[] }) {
  const { panels: titles } = useMessages();
  if (!names.includes('terminal')) return <Tabbed panels={names} />;
  return (
    <Group orientation="vertical">
      {names.flatMap((name, index) => [
        ...(index > 0
          ? [<Separator key={`edge-${name}`} className="edge horizontal" aria-label={titles.heightOfEditor} />]
          : []),
        <Panel key={name} minSize="100px" className="panel">
          <One name={name} />
        </Panel>,
      ])}
    </Group>
  );
}

/** One panel at a time; a terminal stays below. */
function Tabbed({ panels }: { readonly panels: readonly PanelName[] }) {
  const { panels: titles } = useMessages();
  const names = panels.filter((name) => name !== 'terminal');
  const [chosen, choose] = useState<PanelName>(names[0] ?? 'terminal');
  const shown = panels.includes(chosen) ? chosen : panels[0]!;
  let main: ReactNode = null;
  if (names.length > 0) {
    main = (
      <div className="compact-main">
        {names.length > 1 && (
          <Tabs
            label={titles.label}
            tabs={names.map((name) => [name, titles[name]] as const)}
            selected={shown}
            onSelect={choose}
          />
        )}
        <div className="panel compact-panel">
          <One name={shown} />
        </div>
      </div>
    );
  }
  return (
    <div className="compact">
      {main}
      {panels.includes('terminal') && (
        <div className="panel compact-terminal">
          <One name="terminal" />
        </div>
      )}
    </div>
  );
}

function One({ name }: { readonly name: PanelName }) {
  const { panels: titles } = useMessages();
  const Shown = components[name];
  return (
    <Guarded key={name} name={titles[name]}>
      <Shown />
    </Guarded>
  );
}
