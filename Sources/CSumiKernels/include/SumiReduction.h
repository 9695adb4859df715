#ifndef SUMI_REDUCTION_H
#define SUMI_REDUCTION_H

/// What is kept of the elements along an axis. Of no elements: 0, 1, lowest (-infinity), highest (infinity).
typedef enum {
    SUMI_REDUCE_SUM = 0,
    SUMI_REDUCE_PRODUCT = 1,
    /// NaN when one of them is.
    SUMI_REDUCE_MAXIMUM = 2,
    SUMI_REDUCE_MINIMUM = 3,
} sumi_reduction;

#endif
