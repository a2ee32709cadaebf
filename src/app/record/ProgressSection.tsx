import { useState } from 'react';
import { Link } from 'wouter';
import { useMessages } from '../messages/messages.ts';
import { addresses } from '../routes/addresses.ts';
import { readProgressFile, saveProgressFile } from './progress-file.ts';

/** On the home page: what was done, as a file and as a certificate. */
export function ProgressSection() {
  const { record } = useMessages();
  const [told, setTold] = useState('');
  const read = async (file: File) =>
    setTold((await readProgressFile(file)) ? record.taken(file.name) : record.notOurs(file.name));
  return (
    <section aria-labelledby="record">
      <h2 id="record">{record.title}</h2>
      <p className="quiet">{record.lead}</p>
      <p className="record-ways">
        <button type="button" onClick={saveProgressFile}>
          {record.save}
        </button>
        <label className="file-choice">
          {record.read}
          <input
            type="file"
            className="visually-hidden"
            accept=".json"
            onChange={({ target: { files } }) => files?.[0] && void read(files[0])}
          />
        </label>
        <Link href={addresses.certificate}>{record.certificate}</Link>
      </p>
      <p role="status">{told}</p>
    </section>
  );
}
