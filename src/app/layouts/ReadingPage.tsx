import { type ReactNode, useEffect } from 'react';
import { useMessages } from '../messages/messages.ts';
import { Brand } from './Brand.tsx';
import { LocaleChoice } from './LocaleChoice.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import '../styles/home.css';

interface ReadingPageProps {
  readonly title: string;
  readonly lead: string;
  /** A class beside `home`. */
  readonly kind?: string;
  readonly children: ReactNode;
}

/** A page to read and choose from, with no computer in it. */
export function ReadingPage({ title, lead, kind, children }: ReadingPageProps) {
  const { documentTitle } = useMessages();
  useEffect(() => {
    document.title = documentTitle(title);
  }, [title, documentTitle]);
  return (
    <div className="page home-page">
      <header className="top-bar">
        <Brand />
        <span className="spacer" />
        <LocaleChoice />
        <ThemeButton />
      </header>
      <main className={kind === undefined ? 'home' : `home ${kind}`}>
        <h1>{title}</h1>
        <p className="home-lead">{lead}</p>
        {children}
      </main>
    </div>
  );
}
