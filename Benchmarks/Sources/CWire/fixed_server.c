#define _GNU_SOURCE
#include "fixed_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// Every contest before leaves the connections open that its routers keep for half a minute.
enum { MAXIMUM_CONNECTIONS = 1000, REQUEST_ROOM = 64 << 10 };

struct connection {
    size_t filled;
    char request[REQUEST_ROOM];
};

int fixed_server_listen(uint16_t *port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, MAXIMUM_CONNECTIONS) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

static uint64_t now_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static bool write_all(int socket, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = send(socket, bytes, count, MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/// Does what goes wrong; false when the connection is over.
static bool fail(int socket, const struct fixed_fault *fault) {
    if (!write_all(socket, fault->bytes, fault->count)) return false;
    if (fault->ending == FIXED_RESET) {
        struct linger none = {.l_onoff = 1, .l_linger = 0};
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }
    return fault->ending == FIXED_KEPT;
}

static bool answer(int socket, struct fixed_answer *answer) {
    answer->requests++;
    if (answer->fault_count > 0 && answer->requests % answer->fault_every == 0) {
        return fail(socket, &answer->faults[answer->requests / answer->fault_every % answer->fault_count]);
    }
    size_t start = 0;
    for (size_t index = 0; index < answer->write_count; index++) {
        size_t end = answer->write_ends[index];
        if (index > 0 && answer->pause_nanoseconds > 0) {
            uint64_t until = now_nanoseconds() + answer->pause_nanoseconds;
            while (now_nanoseconds() < until) continue;
        }
        if (!write_all(socket, answer->bytes + start, end - start)) return false;
        start = end;
    }
    return true;
}

/// The length of a whole request at the beginning of the bytes; 0 while it is not whole.
static size_t whole_request(const char *request, size_t filled) {
    const char *end = memmem(request, filled, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    size_t head = (size_t)(end - request) + 4;
    const char *field = memmem(request, head, "Content-Length:", 15);
    size_t length = head + (field == NULL ? 0 : strtoul(field + 15, NULL, 10));
    return length <= filled ? length : 0;
}

static struct fixed_answer *find(const char *request, struct fixed_answer *answers, size_t count) {
    const char *path = strchr(request, ' ');
    for (size_t index = 0; path != NULL && index < count; index++) {
        if (strncmp(path + 1, answers[index].path, strlen(answers[index].path)) == 0) return &answers[index];
    }
    return NULL;
}

/// Reads what came and answers every request that is whole; false when the connection is over.
static bool serve(int socket, struct connection *connection, struct fixed_answer *answers, size_t count) {
    ssize_t received = recv(socket, connection->request + connection->filled, REQUEST_ROOM - 1 - connection->filled, 0);
    if (received <= 0) return received < 0 && errno == EINTR;
    connection->filled += (size_t)received;
    connection->request[connection->filled] = 0;
    size_t length;
    while ((length = whole_request(connection->request, connection->filled)) > 0) {
        struct fixed_answer *found = find(connection->request, answers, count);
        if (found == NULL || !answer(socket, found)) return false;
        connection->filled -= length;
        memmove(connection->request, connection->request + length, connection->filled + 1);
    }
    return connection->filled < REQUEST_ROOM - 1;
}

void fixed_server_run(int listener, int parent, struct fixed_answer *answers, size_t count) {
    static struct pollfd polled[MAXIMUM_CONNECTIONS + 2];
    static struct connection *connections[MAXIMUM_CONNECTIONS + 2];
    polled[0] = (struct pollfd){.fd = parent, .events = POLLIN};
    polled[1] = (struct pollfd){.fd = listener, .events = POLLIN};
    nfds_t used = 2;
    for (;;) {
        if (poll(polled, used, -1) < 0 && errno != EINTR) return;
        if (polled[0].revents != 0) return;
        for (nfds_t index = used; index-- > 2;) {
            if (polled[index].revents == 0 || serve(polled[index].fd, connections[index], answers, count)) continue;
            close(polled[index].fd);
            free(connections[index]);
            used--;
            polled[index] = polled[used];
            connections[index] = connections[used];
        }
        if (polled[1].revents != 0 && used < MAXIMUM_CONNECTIONS + 2) {
            int socket = accept(listener, NULL, NULL);
            if (socket < 0) continue;
            int on = 1;
            setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            polled[used] = (struct pollfd){.fd = socket, .events = POLLIN};
            connections[used] = calloc(1, sizeof(struct connection));
            used++;
        }
    }
}
