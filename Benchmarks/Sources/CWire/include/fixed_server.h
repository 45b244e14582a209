#pragma once

#include <stddef.h>
#include <stdint.h>

/// What becomes of the connection after a fault.
enum fixed_ending { FIXED_KEPT, FIXED_CLOSED, FIXED_RESET };

/// What is done at times in place of answering: bytes, none or not enough of them, and an ending.
struct fixed_fault {
    const uint8_t *_Nonnull bytes;
    size_t count;
    enum fixed_ending ending;
};

/// What is answered to every request for one path: bytes that were made beforehand, head included.
struct fixed_answer {
    /// The beginning of the path; of several that fit, the first counts.
    const char *_Nonnull path;
    const uint8_t *_Nonnull bytes;
    /// Where each write to the socket ends; the last is the number of bytes.
    const size_t *_Nonnull write_ends;
    size_t write_count;
    /// How long to wait between two writes; spun away, since no sleep is so short.
    uint64_t pause_nanoseconds;
    /// What goes wrong in place of every n-th answer, one after the other.
    const struct fixed_fault *_Nonnull faults;
    size_t fault_count;
    size_t fault_every;
    /// How many requests came; counted by the server.
    size_t requests;
};

/// Opens a socket on loopback at a port of the system's choice.
///
/// Returns the socket, or -1. The port is stored in `port`.
int fixed_server_listen(uint16_t *_Nonnull port);

/// Answers requests on keep-alive connections, on the calling thread, until the process ends or `parent` (a descriptor) is closed at
/// its other end.
///
/// As little as a server can do: it looks for the end of the head, takes `Content-Length` and the path from it, and writes.
void fixed_server_run(int listener, int parent, struct fixed_answer *_Nonnull answers, size_t count);
