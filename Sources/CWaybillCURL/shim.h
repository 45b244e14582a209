#pragma once

#include <curl/curl.h>

// Swift cannot call C variadics, so each libcurl call that takes `...` has one typed inline function for each type of argument in use.
// The names say the type; the option decides what the value means.

static inline CURLcode waybill_easy_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode waybill_easy_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode waybill_easy_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode waybill_easy_set_pointer(CURL *_Nonnull easy, CURLoption option, const void *_Nullable value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode waybill_easy_set_list(CURL *_Nonnull easy, struct curl_slist *_Nullable value) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, value);
}

typedef size_t (*waybill_data_callback)(char *_Nonnull bytes, size_t size, size_t count, void *_Nonnull context);

/// For `CURLOPT_WRITEFUNCTION`, `CURLOPT_HEADERFUNCTION` and `CURLOPT_READFUNCTION`, which share one signature.
static inline CURLcode waybill_easy_set_data_callback(CURL *_Nonnull easy, CURLoption option, waybill_data_callback _Nullable callback) {
    return curl_easy_setopt(easy, option, callback);
}

typedef int (*waybill_prerequest_callback)(
    void *_Nonnull context, char *_Nullable remote, char *_Nullable local, int remote_port, int local_port);

static inline CURLcode waybill_easy_set_prerequest_callback(CURL *_Nonnull easy, waybill_prerequest_callback _Nullable callback) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

typedef curl_socket_t (*waybill_open_socket_callback)(
    void *_Nonnull context, curlsocktype purpose, struct curl_sockaddr *_Nonnull address);

static inline CURLcode waybill_easy_set_open_socket_callback(CURL *_Nonnull easy, waybill_open_socket_callback _Nullable callback) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}

/// Whatever libcurl is asked to do, by a redirect or a proxy too: nothing but HTTP.
static inline CURLcode waybill_easy_allow_http_only(CURL *_Nonnull easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/// A resolver thread that hangs is left behind instead of waited for, where libcurl can do so: one slow name must not hold up every
/// other exchange of the engine.
static inline void waybill_easy_never_wait_for_resolver(CURL *_Nonnull easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
#endif
}

static inline CURLcode waybill_easy_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode waybill_easy_get_pointer(CURL *_Nonnull easy, CURLINFO info, void *_Nullable *_Nonnull value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode waybill_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode waybill_multi_set_pointer(CURLM *_Nonnull multi, CURLMoption option, void *_Nullable value) {
    return curl_multi_setopt(multi, option, value);
}

typedef int (*waybill_socket_callback)(
    CURL *_Nonnull easy, curl_socket_t socket, int interest, void *_Nonnull context, void *_Nullable assigned);

static inline CURLMcode waybill_multi_set_socket_callback(CURLM *_Nonnull multi, waybill_socket_callback _Nullable callback) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

typedef int (*waybill_timer_callback)(CURLM *_Nonnull multi, long milliseconds, void *_Nonnull context);

static inline CURLMcode waybill_multi_set_timer_callback(CURLM *_Nonnull multi, waybill_timer_callback _Nullable callback) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}

/// The result of a finished transfer, which libcurl keeps in a union.
static inline CURLcode waybill_message_result(const CURLMsg *_Nonnull message) {
    return message->data.result;
}
