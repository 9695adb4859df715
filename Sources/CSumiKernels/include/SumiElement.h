#ifndef SUMI_ELEMENT_H
#define SUMI_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a buffer holds. Bool is one byte, 0 or 1 (any other value is read as true).
typedef enum {
    SUMI_FLOAT32 = 0,
    SUMI_INT32 = 1,
    SUMI_UINT32 = 2,
    SUMI_UINT8 = 3,
    SUMI_BOOL = 4,
} sumi_element;

#endif
