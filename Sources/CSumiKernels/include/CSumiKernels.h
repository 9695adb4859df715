/// Vector kernels of the CPU engine: one source, compiled for each instruction set, chosen once at run time.
///
/// What depends on the instruction set is reached through `sumi_kernels`; moving data, the floating-point mode and
/// the thread pool are plain functions. Rules that hold everywhere:
/// - No kernel allocates, blocks, or reads or writes outside of the buffers it is given. Buffers need no alignment.
/// - A result depends on the sizes and the instruction set, never on threads, addresses or the place in a vector.
/// - Sizes count elements, strides count elements, and sizes of zero are allowed.
/// - Layouts are row-major and channels-last.
#ifndef C_SUMI_KERNELS_H
#define C_SUMI_KERNELS_H

#include "SumiElement.h"
#include "SumiProduct.h"
#include "SumiWindows.h"
#include "SumiWinograd.h"
#include "SumiElementwise.h"
#include "SumiReduction.h"
#include "SumiMovement.h"
#include "SumiKernelTable.h"
#include "SumiFloatingPoint.h"
#include "SumiPool.h"

#endif
