#include "bare_client.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct bare_thread {
    CURL *easy;
    int calls;
    int64_t received;
};

struct bare_client {
    struct curl_slist *headers;
    uint8_t *body;
    int thread_count;
    struct bare_thread threads[];
};

static size_t count_bytes(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    ((struct bare_thread *)context)->received += (int64_t)(size * count);
    return size * count;
}

struct bare_client *bare_client_make(
    const char *url, const char *const *headers, const uint8_t *body, size_t body_count, int thread_count
) {
    struct bare_client *client = calloc(1, sizeof *client + (size_t)thread_count * sizeof(struct bare_thread));
    client->thread_count = thread_count;
    client->body = malloc(body_count);
    memcpy(client->body, body, body_count);
    for (; *headers != NULL; headers++) client->headers = curl_slist_append(client->headers, *headers);
    for (int index = 0; index < thread_count; index++) {
        struct bare_thread *thread = &client->threads[index];
        thread->easy = curl_easy_init();
        curl_easy_setopt(thread->easy, CURLOPT_URL, url);
        curl_easy_setopt(thread->easy, CURLOPT_HTTPHEADER, client->headers);
        curl_easy_setopt(thread->easy, CURLOPT_POSTFIELDS, client->body);
        curl_easy_setopt(thread->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_count);
        curl_easy_setopt(thread->easy, CURLOPT_WRITEFUNCTION, count_bytes);
        curl_easy_setopt(thread->easy, CURLOPT_WRITEDATA, thread);
        curl_easy_setopt(thread->easy, CURLOPT_TCP_NODELAY, 1L);
        curl_easy_setopt(thread->easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(thread->easy, CURLOPT_PROXY, "");
    }
    return client;
}

void bare_client_free(struct bare_client *client) {
    for (int index = 0; index < client->thread_count; index++) curl_easy_cleanup(client->threads[index].easy);
    curl_slist_free_all(client->headers);
    free(client->body);
    free(client);
}

static void *run_thread(void *context) {
    struct bare_thread *thread = context;
    thread->received = 0;
    for (int call = 0; call < thread->calls; call++) {
        long status = 0;
        if (curl_easy_perform(thread->easy) != CURLE_OK || curl_easy_getinfo(thread->easy, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK ||
            status != 200) {
            thread->received = -1;
            break;
        }
    }
    return NULL;
}

int64_t bare_client_run(struct bare_client *client, int calls) {
    pthread_t running[client->thread_count];
    for (int index = 0; index < client->thread_count; index++) {
        client->threads[index].calls = calls;
        if (client->thread_count == 1) {
            run_thread(&client->threads[index]);
        } else if (pthread_create(&running[index], NULL, run_thread, &client->threads[index]) != 0) {
            abort();
        }
    }
    int64_t received = 0;
    for (int index = 0; index < client->thread_count; index++) {
        if (client->thread_count > 1) pthread_join(running[index], NULL);
        int64_t own = client->threads[index].received;
        received = own < 0 || received < 0 ? -1 : received + own;
    }
    return received;
}
