#ifndef C_SUMI_KERNELS_H
#define C_SUMI_KERNELS_H
#endif
