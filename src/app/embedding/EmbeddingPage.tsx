import { ReadingPage } from '../layouts/ReadingPage.tsx';
import { useMessages } from '../messages/messages.ts';
import '../styles/embedding.css';
import { Example, type Running } from './Example.tsx';
import { records } from './examples/records.ts';
import recordsCode from './examples/records.ts?raw';
import { simple } from './examples/simple.ts';
import simpleCode from './examples/simple.ts?raw';
import { talking } from './examples/talking.ts';
import talkingCode from './examples/talking.ts?raw';

/** How a page holds a lesson, with the very code that is shown at work. */
export function EmbeddingPage() {
  const { embedding } = useMessages();
  const site = `${location.origin}/`;
  const shown = (code: string) => code.replace(/'[./]+\/embed\/index\.ts'/, `'${site}sdk/drydock.js'`);
  return (
    <ReadingPage title={embedding.title} lead={embedding.lead} kind="embedding">
      <Example title={embedding.frameTitle} code={frameCode(site)}>
        {embedding.frame}
      </Example>
      <Example title={embedding.simpleTitle} code={shown(simpleCode)} begin={beginSimple}>
        {embedding.simple}
      </Example>
      <Example title={embedding.talkingTitle} code={shown(talkingCode)} begin={beginTalking} listens>
        {embedding.talking}
      </Example>
      <Example title={embedding.recordsTitle} code={shown(recordsCode)} begin={beginRecords} listens>
        {embedding.records} <code>npx drydock lesson export --scorm --site {site} first-steps/names-and-ids</code>
      </Example>
    </ReadingPage>
  );
}

const frameCode = (site: string) => `<iframe title="Drydock" style="width: 100%; height: 560px; border: 0"
  src="${site}embed/first-steps/layers-and-the-cache?panels=lesson,files,terminal,layers&step=2&theme=dark">
</iframe>`;

const beginSimple = (place: Element): Running => ({ drydock: simple(place) });
const beginRecords = (place: Element, told: (line: string) => void): Running => ({ drydock: records(place, told) });

function beginTalking(place: Element, told: (line: string) => void): Running {
  const { drydock, ...actions } = talking(place, told);
  return { drydock, actions };
}
