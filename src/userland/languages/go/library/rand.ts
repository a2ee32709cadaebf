/** math/rand, in Go. What has no body is the runtime's. */
export const rand = `package rand

func Float64() float64
func below(n int) int

type Source struct{}
type Rand struct{}

func NewSource(seed int64) *Source { return &Source{} }
func New(src *Source) *Rand        { return &Rand{} }
func Seed(seed int64)              {}

func (r *Rand) Intn(n int) int       { return Intn(n) }
func (r *Rand) Int() int             { return Int() }
func (r *Rand) Float64() float64     { return Float64() }
func (r *Rand) Perm(n int) []int     { return Perm(n) }
func (r *Rand) Shuffle(n int, swap func(i, j int)) { Shuffle(n, swap) }

func Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	return below(n)
}
func IntN(n int) int {
	if n <= 0 {
		panic("invalid argument to IntN")
	}
	return below(n)
}
func Int() int           { return below(9007199254740991) }
func Int63() int64       { return int64(below(9007199254740991)) }
func Int31n(n int32) int32 { return int32(Intn(int(n))) }
func Int63n(n int64) int64 { return int64(Intn(int(n))) }

func Perm(n int) []int {
	m := make([]int, n)
	for i := range m {
		j := below(i + 1)
		m[i] = m[j]
		m[j] = i
	}
	return m
}
func Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, below(i+1))
	}
}
`;
