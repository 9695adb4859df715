#include "CSumiCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// What is used of libcurl's interface, written down here so that the build needs no headers of it. Its numbers and types
// have been the same since 2006 (https://curl.se/libcurl/abi.html).
enum {
    WRITEDATA = 10001,
    URL = 10002,
    RANGE = 10007,
    USERAGENT = 10018,
    HTTPHEADER = 10023,
    HEADERDATA = 10029,
    WRITEFUNCTION = 20011,
    HEADERFUNCTION = 20079,
    FOLLOWLOCATION = 52,
    MAXREDIRS = 68,
    NOSIGNAL = 99,
    PROTOCOLS = 181,
    REDIR_PROTOCOLS = 182,
    SUPPRESS_CONNECT_HEADERS = 265,

    PROTO_HTTP = 1,
    PROTO_HTTPS = 2,
    GLOBAL_ALL = 3,
    MESSAGE_DONE = 1,
    FAILED_INIT = 2,
};

typedef struct {
    int kind;
    void *easy;
    union {
        void *whatever;
        int result;
    } data;
} message;

static struct {
    int (*global_init)(long flags);
    void *(*easy_init)(void);
    int (*easy_setopt)(void *easy, int option, ...);
    void (*easy_cleanup)(void *easy);
    const char *(*easy_strerror)(int code);
    void *(*multi_init)(void);
    int (*multi_add_handle)(void *multi, void *easy);
    int (*multi_remove_handle)(void *multi, void *easy);
    int (*multi_perform)(void *multi, int *running);
    int (*multi_poll)(void *multi, void *others, unsigned count, int milliseconds, int *ready);
    message *(*multi_info_read)(void *multi, int *left);
    int (*multi_cleanup)(void *multi);
    void *(*slist_append)(void *list, const char *line);
    void (*slist_free_all)(void *list);
} curl;

static bool is_there;

static void open_library(void) {
    static const char *const names[] = {
#ifdef __APPLE__
        "/usr/lib/libcurl.4.dylib",
#else
        // The second is the same interface on another library for TLS.
        "libcurl.so.4", "libcurl-gnutls.so.4",
#endif
    };
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (!library) return;
#define FIND(name) (*(void **)&curl.name = dlsym(library, "curl_" #name)) != NULL
    is_there = FIND(global_init) && FIND(easy_init) && FIND(easy_setopt) && FIND(easy_cleanup) && FIND(easy_strerror) &&
               FIND(multi_init) && FIND(multi_add_handle) && FIND(multi_remove_handle) && FIND(multi_perform) &&
               FIND(multi_poll) && FIND(multi_info_read) && FIND(multi_cleanup) && FIND(slist_append) &&
               FIND(slist_free_all) && curl.global_init(GLOBAL_ALL) == 0;
#undef FIND
}

static bool find_library(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return is_there;
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
    const sumi_request *request = context;
    request->head(request->context, (const uint8_t *)bytes, size * count);
    return size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    const sumi_request *request = context;
    // Another number than that of the bytes ends the request.
    return request->body(request->context, (const uint8_t *)bytes, size * count) ? size * count : (size_t)-1;
}

// Whether all is set: a request without one of its limits would not be safe.
static bool set(void *easy, const sumi_request *request, void *headers) {
    long protocols = strncmp(request->url, "https:", 6) == 0 ? PROTO_HTTPS : PROTO_HTTP | PROTO_HTTPS;
    return curl.easy_setopt(easy, URL, request->url) == 0 && curl.easy_setopt(easy, RANGE, request->range) == 0 &&
           curl.easy_setopt(easy, USERAGENT, "sumi") == 0 && curl.easy_setopt(easy, HTTPHEADER, headers) == 0 &&
           curl.easy_setopt(easy, PROTOCOLS, protocols) == 0 &&
           curl.easy_setopt(easy, REDIR_PROTOCOLS, protocols) == 0 && curl.easy_setopt(easy, FOLLOWLOCATION, 1L) == 0 &&
           curl.easy_setopt(easy, MAXREDIRS, (long)request->redirects) == 0 &&
           // Signals belong to the program; the head of a proxy is not that of an answer.
           curl.easy_setopt(easy, NOSIGNAL, 1L) == 0 && curl.easy_setopt(easy, SUPPRESS_CONNECT_HEADERS, 1L) == 0 &&
           curl.easy_setopt(easy, HEADERFUNCTION, take_head) == 0 &&
           curl.easy_setopt(easy, HEADERDATA, request) == 0 && curl.easy_setopt(easy, WRITEFUNCTION, take_body) == 0 &&
           curl.easy_setopt(easy, WRITEDATA, request) == 0;
}

static int run(void *multi, const sumi_request *request) {
    int running = 1;
    while (true) {
        if (curl.multi_perform(multi, &running) != 0) return FAILED_INIT;
        if (!running) break;
        if (!request->goes_on(request->context)) return SUMI_CURL_ABORTED_BY_CALLBACK;
        if (curl.multi_poll(multi, NULL, 0, 100, NULL) != 0) return FAILED_INIT;
    }
    int left;
    const message *last = curl.multi_info_read(multi, &left);
    return last && last->kind == MESSAGE_DONE ? last->data.result : FAILED_INIT;
}

int sumi_curl_get(const sumi_request *request) {
    if (!find_library()) return SUMI_CURL_MISSING;
    int end = FAILED_INIT;
    void *easy = curl.easy_init();
    void *multi = curl.multi_init();
    // A checksum is that of the file as it is stored.
    void *headers = curl.slist_append(NULL, "Accept-Encoding: identity");
    if (easy && multi && headers && set(easy, request, headers) && curl.multi_add_handle(multi, easy) == 0) {
        end = run(multi, request);
        curl.multi_remove_handle(multi, easy);
    }
    curl.slist_free_all(headers);
    if (easy) curl.easy_cleanup(easy);
    if (multi) curl.multi_cleanup(multi);
    return end;
}

const char *sumi_curl_text(int end) { return find_library() ? curl.easy_strerror(end) : "libcurl is missing"; }
