/** sync/atomic, in Go. What has no body is the runtime's. */
export const atomic = `package atomic

func AddInt64(addr *int64, delta int64) int64 {
	*addr += delta
	return *addr
}
func AddInt32(addr *int32, delta int32) int32 {
	*addr += delta
	return *addr
}
func AddUint64(addr *uint64, delta uint64) uint64 {
	*addr += delta
	return *addr
}
func LoadInt64(addr *int64) int64        { return *addr }
func LoadInt32(addr *int32) int32        { return *addr }
func StoreInt64(addr *int64, val int64)  { *addr = val }
func StoreInt32(addr *int32, val int32)  { *addr = val }
func CompareAndSwapInt64(addr *int64, old, new int64) bool {
	if *addr == old {
		*addr = new
		return true
	}
	return false
}
func CompareAndSwapInt32(addr *int32, old, new int32) bool {
	if *addr == old {
		*addr = new
		return true
	}
	return false
}

type Int64 struct{ v int64 }

func (x *Int64) Add(delta int64) int64 {
	x.v += delta
	return x.v
}
func (x *Int64) Load() int64     { return x.v }
func (x *Int64) Store(val int64) { x.v = val }

type Int32 struct{ v int32 }

func (x *Int32) Add(delta int32) int32 {
	x.v += delta
	return x.v
}
func (x *Int32) Load() int32     { return x.v }
func (x *Int32) Store(val int32) { x.v = val }

type Uint64 struct{ v uint64 }

func (x *Uint64) Add(delta uint64) uint64 {
	x.v += delta
	return x.v
}
func (x *Uint64) Load() uint64     { return x.v }
func (x *Uint64) Store(val uint64) { x.v = val }

type Bool struct{ v bool }

func (x *Bool) Load() bool     { return x.v }
func (x *Bool) Store(val bool) { x.v = val }
`;
