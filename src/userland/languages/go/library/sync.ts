/** sync, in Go. What has no body is the runtime's. */
export const sync = `package sync

type Locker interface {
	Lock()
	Unlock()
}

type Mutex struct{ isLocked bool }

func (m *Mutex) Lock()
func (m *Mutex) TryLock() bool
func (m *Mutex) Unlock()

func parkOn(of *place)
func wakeAll(of *place)
func wakeOne(of *place)

type place struct{}

type RWMutex struct {
	writing bool
	readers int
	at      place
}

func (m *RWMutex) Lock() {
	for m.writing || m.readers > 0 {
		parkOn(&m.at)
	}
	m.writing = true
}
func (m *RWMutex) Unlock() {
	m.writing = false
	wakeAll(&m.at)
}
func (m *RWMutex) RLock() {
	for m.writing {
		parkOn(&m.at)
	}
	m.readers++
}
func (m *RWMutex) RUnlock() {
	m.readers--
	if m.readers == 0 {
		wakeAll(&m.at)
	}
}

type WaitGroup struct {
	n  int
	at place
}

func (wg *WaitGroup) Add(delta int) {
	wg.n += delta
	if wg.n < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if wg.n == 0 {
		wakeAll(&wg.at)
	}
}
func (wg *WaitGroup) Done() { wg.Add(-1) }
func (wg *WaitGroup) Wait() {
	for wg.n > 0 {
		parkOn(&wg.at)
	}
}
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

type Once struct {
	done bool
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done {
		return
	}
	o.m.Lock()
	defer o.m.Unlock()
	if !o.done {
		defer func() { o.done = true }()
		f()
	}
}

type Cond struct {
	L  Locker
	at place
}

func NewCond(l Locker) *Cond { return &Cond{L: l} }
func (c *Cond) Wait() {
	c.L.Unlock()
	parkOn(&c.at)
	c.L.Lock()
}
func (c *Cond) Signal()    { wakeOne(&c.at) }
func (c *Cond) Broadcast() { wakeAll(&c.at) }

type Map struct{ held map[any]any }

func (m *Map) Load(key any) (value any, ok bool) {
	value, ok = m.held[key]
	return value, ok
}
func (m *Map) Store(key, value any) {
	if m.held == nil {
		m.held = map[any]any{}
	}
	m.held[key] = value
}
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	if old, ok := m.held[key]; ok {
		return old, true
	}
	m.Store(key, value)
	return value, false
}
func (m *Map) Delete(key any) { delete(m.held, key) }
func (m *Map) Range(f func(key, value any) bool) {
	for key, value := range m.held {
		if !f(key, value) {
			return
		}
	}
}
`;
