/** encoding/json, in Go. What has no body is the runtime's. */
export const json = String.raw`package json

import (
	"errors"
	"io"
)

type Marshaler interface{ MarshalJSON() ([]byte, error) }

type SyntaxError struct {
	msg    string
	Offset int64
}

func (e *SyntaxError) Error() string { return e.msg }

func encode(v any, html bool) (string, string)
func indent(text, prefix, indent string) string
func decode(text string, v any, samples []any, whole bool) (rest string, why string)
func valid(text string) bool

var samples = []any{map[string]any(nil), []any(nil), float64(0), "", false}

func Marshal(v any) ([]byte, error) {
	text, why := encode(v, true)
	if why != "" {
		return nil, errors.New(why)
	}
	return []byte(text), nil
}

func MarshalIndent(v any, prefix, by string) ([]byte, error) {
	text, why := encode(v, true)
	if why != "" {
		return nil, errors.New(why)
	}
	return []byte(indent(text, prefix, by)), nil
}

func problem(why string) error {
	if len(why) > 5 && why[:5] == "json:" {
		return errors.New(why)
	}
	return &SyntaxError{msg: why}
}

func Unmarshal(data []byte, v any) error {
	if _, why := decode(string(data), v, samples, true); why != "" {
		return problem(why)
	}
	return nil
}

func Valid(data []byte) bool { return valid(string(data)) }

type RawMessage []byte

type Encoder struct {
	w          io.Writer
	prefix, by string
	raw        bool
}

func NewEncoder(w io.Writer) *Encoder               { return &Encoder{w: w} }
func (e *Encoder) SetIndent(prefix, indent string)  { e.prefix, e.by = prefix, indent }
func (e *Encoder) SetEscapeHTML(on bool)            { e.raw = !on }
func (e *Encoder) Encode(v any) error {
	text, why := encode(v, !e.raw)
	if why != "" {
		return errors.New(why)
	}
	if e.prefix != "" || e.by != "" {
		text = indent(text, e.prefix, e.by)
	}
	_, err := io.WriteString(e.w, text+"\n")
	return err
}

type Decoder struct {
	r    io.Reader
	rest string
	read bool
}

func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

func (d *Decoder) DisallowUnknownFields() { panic("drydock: not simulated: json.Decoder.DisallowUnknownFields") }
func (d *Decoder) fill() error {
	if d.read {
		return nil
	}
	d.read = true
	all, err := io.ReadAll(d.r)
	d.rest = string(all)
	return err
}
func (d *Decoder) skip() {
	for d.rest != "" && (d.rest[0] == ' ' || d.rest[0] == '\n' || d.rest[0] == '\t' || d.rest[0] == '\r') {
		d.rest = d.rest[1:]
	}
}
func (d *Decoder) More() bool {
	d.fill()
	d.skip()
	return d.rest != "" && d.rest[0] != ']' && d.rest[0] != '}'
}
func (d *Decoder) Decode(v any) error {
	if err := d.fill(); err != nil {
		return err
	}
	d.skip()
	if d.rest == "" {
		return io.EOF
	}
	rest, why := decode(d.rest, v, samples, false)
	d.rest = rest
	if why == "unexpected end of JSON input" {
		return io.ErrUnexpectedEOF
	}
	if why != "" {
		return problem(why)
	}
	return nil
}
`;
