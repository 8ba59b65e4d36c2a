#define DETENTE_KERNELS kPlainKernels
#define DETENTE_KERNELS_NAME "plain"
#define DETENTE_ROWS 1
#define DETENTE_VECTOR 4
#include "kernels_body.hpp"
