import type { KeyboardEvent, ReactNode } from 'react';

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly (readonly [Name, ReactNode])[];
  readonly selected: Name | undefined;
  readonly onSelect: (name: Name) => void;
  /** Stands behind the tabs: buttons. */
  readonly children?: ReactNode;
}

/** A row of tabs by the ARIA pattern: one tab stop, arrows move. */
export function Tabs<Name extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Name>) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || tabs.length === 0) return;
    event.preventDefault();
    const at = tabs.findIndex(([name]) => name === selected);
    const next = tabs[(at + step + tabs.length) % tabs.length]!;
    onSelect(next[0]);
    const buttons = event.currentTarget.querySelectorAll<HTMLButtonElement>('[role=tab]');
    buttons[(at + step + tabs.length) % tabs.length]?.focus();
  };
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} className="tab-list" onKeyDown={move}>
        {tabs.map(([name, title], index) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === selected}
            tabIndex={name === selected || (selected === undefined && index === 0) ? 0 : -1}
            onClick={() => onSelect(name)}
          >
            {title}
          </button>
        ))}
      </div>
      {children}
    </div>
  );
}
