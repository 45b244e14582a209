#include "allocation_count.h"

#include <stddef.h>

#ifdef __linux__
#include <features.h>
#endif

#ifdef __GLIBC__

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>

// The C library's own allocator under its other names. A program's `malloc` takes the place of the library's everywhere in the process,
// libcurl and the Swift runtime included.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_bool is_counting;
static _Atomic int64_t allocations;

static inline void count(void) {
    if (atomic_load_explicit(&is_counting, memory_order_relaxed)) atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
    count();
    return __libc_malloc(size);
}

void *calloc(size_t count_, size_t size) {
    count();
    return __libc_calloc(count_, size);
}

void *realloc(void *memory, size_t size) {
    count();
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    void *made = memalign(alignment, size);
    if (made == NULL) return ENOMEM;
    *memory = made;
    return 0;
}

void allocation_count_begin(void) {
    atomic_store(&allocations, 0);
    atomic_store(&is_counting, true);
}

int64_t allocation_count_end(void) {
    atomic_store(&is_counting, false);
    return atomic_load(&allocations);
}

#else

void allocation_count_begin(void) {}
int64_t allocation_count_end(void) { return -1; }

#endif
