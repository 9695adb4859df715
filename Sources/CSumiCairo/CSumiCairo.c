#include "CSumiCairo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static sumi_cairo functions;
static bool is_there;

static void open_library(void) {
    static const char *const names[] = {
#ifdef __APPLE__
        // Where Homebrew keeps libraries is not searched.
        "libcairo.2.dylib", "/opt/homebrew/lib/libcairo.2.dylib", "/usr/local/lib/libcairo.2.dylib",
#else
        "libcairo.so.2",
#endif
    };
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (!library) return;
    bool has_all = true;
#define FIND(name) has_all &= (*(void **)&functions.name = dlsym(library, "cairo_" #name)) != NULL;
    SUMI_CAIRO_FUNCTIONS(FIND)
#undef FIND
    is_there = has_all;
}

const sumi_cairo *sumi_cairo_open(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return is_there ? &functions : NULL;
}
