package storage

import (
	"container/list"
	"sync"
)

// lru keeps the most recently used values, at most limit. Safe for concurrent use.
type lru[V any] struct {
	mu    sync.Mutex
	limit int
	order *list.List // of lruItem[V], newest first
	items map[string]*list.Element
}

type lruItem[V any] struct {
	key   string
	value V
}

func newLRU[V any](limit int) *lru[V] {
	return &lru[V]{limit: limit, order: list.New(), items: map[string]*list.Element{}}
}

func (l *lru[V]) get(key string) (v V, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	item, ok := l.items[key]
	if !ok {
		return v, false
	}
	l.order.MoveToFront(item)
	return item.Value.(*lruItem[V]).value, true
}

// put keeps what change makes of the value kept, the zero value when there is none.
func (l *lru[V]) put(key string, change func(old V) V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if item, ok := l.items[key]; ok {
		kept := item.Value.(*lruItem[V])
		kept.value = change(kept.value)
		l.order.MoveToFront(item)
		return
	}
	var none V
	l.items[key] = l.order.PushFront(&lruItem[V]{key, change(none)})
	if l.order.Len() > l.limit {
		oldest := l.order.Back()
		delete(l.items, oldest.Value.(*lruItem[V]).key)
		l.order.Remove(oldest)
	}
}

// purge forgets everything.
func (l *lru[V]) purge() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.order.Init()
	clear(l.items)
}
