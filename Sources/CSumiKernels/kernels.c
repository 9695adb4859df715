#include "CSumiKernels.h"
