#pragma once

// The kernel's calls that the engine's thread needs and Swift's own C modules do not offer.
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

static inline void waybill_name_current_thread(const char *_Nonnull name) {
    prctl(PR_SET_NAME, name);
}
#endif
