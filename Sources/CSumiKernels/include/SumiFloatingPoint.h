#ifndef SUMI_FLOATING_POINT_H
#define SUMI_FLOATING_POINT_H

#include <stdint.h>

/// Makes this thread flush denormal numbers to zero, as operands and as results: they slow arithmetic down a
/// hundredfold and mean nothing to a network. Returns the mode to restore with `sumi_fp_leave`. The threads of a
/// `sumi_pool` are always in this mode; who calls it sees to it itself.
uint64_t sumi_fp_enter(void);
void sumi_fp_leave(uint64_t mode);

#endif
