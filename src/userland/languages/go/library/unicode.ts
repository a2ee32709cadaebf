/** unicode, in Go. What has no body is the runtime's. */
export const unicode = String.raw`package unicode

func IsUpper(r rune) bool
func IsLower(r rune) bool
func IsLetter(r rune) bool
func IsDigit(r rune) bool
func IsNumber(r rune) bool
func IsSpace(r rune) bool
func IsPunct(r rune) bool
func IsControl(r rune) bool
func ToUpper(r rune) rune
func ToLower(r rune) rune

const MaxRune = '\U0010FFFF'
`;
