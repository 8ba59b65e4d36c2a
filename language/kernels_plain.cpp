#define DETENTE_KERNELS kPlainKernels
#define DETENTE_KERNELS_NAME "plain"
#define DETENTE_ROWS 1
#include "kernels_body.hpp"
