/** Go's net.ParseMAC: 6, 8 or 20 bytes, with colons, dashes or dots. */
export function isMac(text: string): boolean {
  const bytes = /^([0-9a-f]{2})(:[0-9a-f]{2})+$|^([0-9a-f]{2})(-[0-9a-f]{2})+$|^([0-9a-f]{4})(\.[0-9a-f]{4})+$/i.test(
    text,
  )
    ? text.replace(/[:.-]/g, '').length / 2
    : 0;
  return bytes === 6 || bytes === 8 || bytes === 20;
}
