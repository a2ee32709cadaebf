/**
 * The build argument SOURCE_DATE_EPOCH, in milliseconds: the time BuildKit writes into what a build adds to the
 * image's config and gives the directories WORKDIR makes. Times of other files stay what they are.
 */
export function sourceDateEpoch({ SOURCE_DATE_EPOCH: text }: Readonly<Record<string, string>>): number | undefined {
  if (text === undefined || text === '') return undefined;
  const refuse = (reason: string): never => {
    throw new Error(`invalid SOURCE_DATE_EPOCH: ${text}: strconv.ParseInt: parsing ${JSON.stringify(text)}: ${reason}`);
  };
  if (!/^[-+]?\d+$/.test(text)) refuse('invalid syntax');
  const seconds = BigInt(text.replace('+', ''));
  if (BigInt.asIntN(64, seconds) !== seconds) refuse('value out of range');
  return Number(seconds) * 1000;
}
