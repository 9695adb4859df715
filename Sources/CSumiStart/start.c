#include "CSumiStart.h"

// Swift has no code that runs when a module is loaded, and the front end imports no engine. This constructor is how
// `import Sumi` alone gives models an engine; it registers a closure and makes nothing.
extern void sumi_start(void);

__attribute__((constructor)) static void sumi_start_at_load(void) { sumi_start(); }
