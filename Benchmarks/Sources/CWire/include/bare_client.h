#pragma once

#include <stddef.h>
#include <stdint.h>

/// The yardstick: `curl_easy_perform` in a loop, an easy handle and a kept connection for each thread.
///
/// It sends the bytes that Waybill sends and counts the bytes that come back; it looks at none of them.
struct bare_client;

/// Makes a client that sends one request over and over.
///
/// `headers` are whole lines, `NULL` at the end. Everything is copied.
struct bare_client *_Nonnull bare_client_make(
    const char *_Nonnull url, const char *_Nullable const *_Nonnull headers, const uint8_t *_Nonnull body, size_t body_count,
    int thread_count);

void bare_client_free(struct bare_client *_Nonnull client);

/// Makes this many exchanges on each thread at once; with one thread, on the calling one.
///
/// Returns the bytes of all bodies received, or -1 if any exchange failed or brought a status other than 200.
int64_t bare_client_run(struct bare_client *_Nonnull client, int calls);
