#ifndef C_SUMI_START_H
#define C_SUMI_START_H

// Nothing to call: linking this target runs `sumi_start`, which Swift defines, before `main`.

#endif
