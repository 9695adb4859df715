#ifndef SUMI_TABLES_H
#define SUMI_TABLES_H

#include "CSumiKernels.h"
#include "Winograd.h"

#include <string.h>

// A table for each compilation of Kernels.inc.
extern const sumi_kernels sumi_kernels_128;
#if defined(__x86_64__)
extern const sumi_kernels sumi_kernels_256;
extern const sumi_kernels sumi_kernels_512;
#endif

#endif
