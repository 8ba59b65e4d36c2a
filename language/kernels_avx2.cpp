#if defined(__x86_64__)
#define DETENTE_KERNELS kAvx2Kernels
#define DETENTE_KERNELS_NAME "avx2"
#define DETENTE_ROWS 2
#define DETENTE_VECTOR 8
#include "kernels_body.hpp"
#endif
