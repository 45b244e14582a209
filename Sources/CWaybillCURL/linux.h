#pragma once

// The kernel's readiness calls, which Swift's own C modules do not offer.
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif
