import { Link } from 'wouter';
import { useMessages } from '../messages/messages.ts';
import { addresses } from '../routes/addresses.ts';

/** The name, which leads home. */
export function Brand() {
  const { brand, top } = useMessages();
  return (
    <Link href={addresses.home} className="brand" title={top.home}>
      <img src="/favicon.svg" alt="" width="24" height="24" /> {brand}
    </Link>
  );
}
