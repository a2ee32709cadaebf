/** sort, in Go. What has no body is the runtime's. */
export const sort = `package sort

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

func length(x any) int
func swap(x any, i, j int)
func numbers(x []int)

func Strings(x []string)
func Ints(x []int)        { numbers(x) }
func Float64s(x []float64) { Slice(x, func(i, j int) bool { return x[i] < x[j] }) }

// Small lists are sorted by insertion, as Go's own does; the order of equals in longer ones is nobody's to rely on.
func insertion(n int, less func(i, j int) bool, swap func(i, j int)) {
	for i := 1; i < n; i++ {
		for j := i; j > 0 && less(j, j-1); j-- {
			swap(j, j-1)
		}
	}
}

func heap(n int, less func(i, j int) bool, swap func(i, j int)) {
	for root := n/2 - 1; root >= 0; root-- {
		sink(root, n, less, swap)
	}
	for last := n - 1; last > 0; last-- {
		swap(0, last)
		sink(0, last, less, swap)
	}
}

func sink(root, n int, less func(i, j int) bool, swap func(i, j int)) {
	for {
		child := 2*root + 1
		if child >= n {
			return
		}
		if child+1 < n && less(child, child+1) {
			child++
		}
		if !less(root, child) {
			return
		}
		swap(root, child)
		root = child
	}
}

func order(n int, less func(i, j int) bool, swap func(i, j int)) {
	if n <= 12 {
		insertion(n, less, swap)
	} else {
		heap(n, less, swap)
	}
}

func Slice(x any, less func(i, j int) bool) {
	order(length(x), less, func(i, j int) { swap(x, i, j) })
}
func SliceStable(x any, less func(i, j int) bool) {
	insertion(length(x), less, func(i, j int) { swap(x, i, j) })
}
func Sort(data Interface) {
	order(data.Len(), func(i, j int) bool { return data.Less(i, j) }, func(i, j int) { data.Swap(i, j) })
}
func Stable(data Interface) {
	insertion(data.Len(), func(i, j int) bool { return data.Less(i, j) }, func(i, j int) { data.Swap(i, j) })
}
func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}
func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := length(x) - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}

type reverse struct{ Interface }

func (r reverse) Less(i, j int) bool { return r.Interface.Less(j, i) }

func Reverse(data Interface) Interface { return &reverse{data} }

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

func Search(n int, f func(int) bool) int {
	i, j := 0, n
	for i < j {
		h := (i + j) / 2
		if !f(h) {
			i = h + 1
		} else {
			j = h
		}
	}
	return i
}
func SearchInts(a []int, x int) int       { return Search(len(a), func(i int) bool { return a[i] >= x }) }
func SearchStrings(a []string, x string) int { return Search(len(a), func(i int) bool { return a[i] >= x }) }
`;
