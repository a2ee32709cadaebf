/** unicode/utf8, in Go. What has no body is the runtime's. */
export const utf8 = String.raw`package utf8

const RuneError = '\uFFFD'

func RuneCountInString(s string) int
func DecodeRuneInString(s string) (rune, int)
func ValidString(s string) bool

func RuneCount(p []byte) int  { return RuneCountInString(string(p)) }
func RuneLen(r rune) int      { return len(string(r)) }
func Valid(p []byte) bool     { return ValidString(string(p)) }
`;
