#if defined(__x86_64__)
#define DETENTE_KERNELS kAvx512Kernels
#define DETENTE_KERNELS_NAME "avx512"
#define DETENTE_ROWS 8
#define DETENTE_VECTOR 16
#include "kernels_body.hpp"
#endif
