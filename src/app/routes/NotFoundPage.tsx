import { Link } from 'wouter';
import { useMessages } from '../messages/messages.ts';
import { addresses } from './addresses.ts';

export function NotFoundPage({ reason }: { readonly reason?: string }) {
  const { failed, brand } = useMessages();
  return (
    <main className="not-found">
      <h1>{brand}</h1>
      <p>{reason ?? failed.noPage}</p>
      <Link href={addresses.home}>{failed.toHome}</Link>
    </main>
  );
}
