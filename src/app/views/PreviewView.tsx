import { useCallback, useEffect, useState } from 'react';
import type { BrowseResult } from '../../worker/protocol.ts';
import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { useMachine } from '../stores/machine.ts';
import { useSelection, visitPort } from '../stores/selection.ts';

/** The student's browser on their computer: published ports, as a page. */
export function PreviewView() {
  const { preview: words } = useMessages().views;
  const machine = useMachine((state) => state.machine);
  const containers = useEngine((state) => state.containers);
  const ports = [
    ...new Set(containers.flatMap(({ Ports }) => Ports.flatMap(({ PublicPort }) => PublicPort ?? []))),
  ].sort((a, b) => a - b);
  const chosen = useSelection((state) => state.port);
  const [path, setPath] = useState('/');
  const [result, setResult] = useState<BrowseResult>();
  const port = chosen !== undefined && ports.includes(chosen) ? chosen : ports[0];
  /** Changes whenever a container starts or stops: the page is fetched again then. */
  const generation = containers.map(({ Id, State }) => `${Id}${State}`).join();

  const visit = useCallback(async () => {
    if (machine && port !== undefined) setResult(await machine.browse(port, path));
    else setResult(undefined);
  }, [machine, port, path]);

  // Depends on more than it reads: a container that came or went may answer differently.
  useEffect(() => void visit(), [visit, generation]);

  if (port === undefined) {
    return (
      <p className="quiet padded">
        {words.none} <code>docker run -p 8080:3000 …</code>
      </p>
    );
  }
  return (
    <div className="preview">
      <form
        className="address"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = String(new FormData(event.currentTarget).get('path'));
          const next = typed.startsWith('/') ? typed : `/${typed}`;
          if (next === path) void visit();
          else setPath(next);
        }}
      >
        <label>
          <select value={port} onChange={(event) => visitPort(Number(event.target.value))} aria-label={words.port}>
            {ports.map((each) => (
              <option key={each} value={each}>
                localhost:{each}
              </option>
            ))}
          </select>
        </label>
        <input name="path" defaultValue={path} aria-label={words.path} />
        <button type="submit">{words.reload}</button>
      </form>
      <PreviewPage result={result} />
    </div>
  );
}

/** The student's page gets no network, no storage and no way to ours: an opaque origin under its own policy. */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:\">";

function PreviewPage({ result }: { result: BrowseResult | undefined }) {
  const { preview: words } = useMessages().views;
  if (!result) return <p className="quiet padded">{words.asking}</p>;
  if (result.kind === 'unreachable') {
    return (
      <div className="padded">
        <p>
          <strong>{words.unreachable}</strong>
        </p>
        <p className="quiet">{result.reason}</p>
      </div>
    );
  }
  const text = new TextDecoder().decode(result.body);
  const html = (result.headers['content-type'] ?? 'text/html').includes('html');
  return (
    <>
      {result.status >= 400 && <p className="facts padded">{words.status(result.status)}</p>}
      {html ? (
        // A frame for each document: Chromium may show nothing when one is given a second while it loads the first.
        <iframe key={text} className="preview-page" title={words.page} sandbox="allow-scripts" srcDoc={POLICY + text} />
      ) : (
        <pre className="preview-text">{text}</pre>
      )}
    </>
  );
}
