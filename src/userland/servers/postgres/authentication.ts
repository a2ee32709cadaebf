import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { parseVerifier, ScramServer } from './scram.ts';
import { Body, BodyReader, type MessageReader } from './wire/messages.ts';

/** AuthenticationRequest codes. */
const OK = 0;
const CLEARTEXT = 3;
const SASL = 10;
const SASL_CONTINUE = 11;
const SASL_FINAL = 12;
const MECHANISM = 'SCRAM-SHA-256';

export const authenticationOk = () => new Body().int32(OK).message('R');

/** A client's password against the role's verifier; false when it is not the right one (or there is none). */
export async function checkPassword(
  sys: SystemCalls,
  reader: MessageReader,
  send: (bytes: Uint8Array) => Promise<void>,
  stored: string | null | undefined,
): Promise<boolean> {
  await send(new Body().int32(SASL).string(MECHANISM).raw(new Uint8Array(1)).message('R'));
  const initial = await reader.next();
  if (initial?.type !== 'p') return false;
  const body = new BodyReader(initial.body);
  if (body.string() !== MECHANISM) return false;
  const length = body.int32();
  const verifier = parseVerifier(stored);
  // A role that is not there takes as long and is refused in the same words.
  if (!verifier) return false;
  const exchange = new ScramServer(sys.platform, verifier);
  const first = exchange.first(new TextDecoder().decode(body.take(Math.max(0, length))));
  if (first === undefined) return false;
  await send(new Body().int32(SASL_CONTINUE).text(first).message('R'));
  const response = await reader.next();
  if (response?.type !== 'p') return false;
  const final = exchange.final(new TextDecoder().decode(response.body));
  if (final === undefined) return false;
  await send(new Body().int32(SASL_FINAL).text(final).message('R'));
  return true;
}

export const AUTHENTICATION = { OK, CLEARTEXT, SASL, SASL_CONTINUE, SASL_FINAL, MECHANISM } as const;
