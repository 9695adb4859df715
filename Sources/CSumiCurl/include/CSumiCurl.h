#ifndef C_SUMI_CURL_H
#define C_SUMI_CURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Requests by libcurl, which is opened when the first one is made: it brings some thirty libraries, for which no program
// has to wait that fetches nothing, and without which it runs.

// A GET over HTTP or HTTPS.
typedef struct {
    const char *url;
    // What is asked for, as "1000-"; NULL for the whole.
    const char *range;
    // How many redirects are followed, from HTTPS to nothing but HTTPS.
    int redirects;
    // For the functions below.
    void *context;
    // Asked ten times a second or oftener: whether to go on.
    bool (*goes_on)(void *context);
    // One line of an answer's head; after a redirect another head follows.
    void (*head)(void *context, const uint8_t *line, size_t count);
    // A piece of what follows the last head: whether to go on.
    bool (*body)(void *context, const uint8_t *bytes, size_t count);
} sumi_request;

// How a request ends: a number of libcurl's (CURLcode), or the first one of ours.
enum {
    SUMI_CURL_OK = 0,
    SUMI_CURL_UNSUPPORTED_PROTOCOL = 1,
    SUMI_CURL_COULDNT_RESOLVE_HOST = 6,
    SUMI_CURL_COULDNT_CONNECT = 7,
    SUMI_CURL_PARTIAL_FILE = 18,
    SUMI_CURL_WRITE_ERROR = 23,
    SUMI_CURL_SSL_CONNECT_ERROR = 35,
    SUMI_CURL_ABORTED_BY_CALLBACK = 42,
    SUMI_CURL_TOO_MANY_REDIRECTS = 47,
    SUMI_CURL_GOT_NOTHING = 52,
    SUMI_CURL_RECV_ERROR = 56,
    SUMI_CURL_PEER_FAILED_VERIFICATION = 60,
    // libcurl is not on this machine, or is older than 7.66.
    SUMI_CURL_MISSING = -1,
};

// Makes the request and waits for its end.
int sumi_curl_get(const sumi_request *request);

// What libcurl says of the end of a request.
const char *sumi_curl_text(int end);

#endif
