// libtorch behind a plain C header, so that no C++ exception can reach Swift.
//
// Every function returns 0, or 1 with ct_error() set; results come by out-pointer and are owned by the caller,
// who gives each back with ct_free. Handles that come in are borrowed.
//
// The functions of the ct_ headers are compiled into a library of its own, the shim (Scripts/shim.sh), which is opened when
// the program runs: this package itself is built without libtorch.
#ifndef CTORCH_H
#define CTORCH_H
#include "ct_tensor.h"
#include "ct_math.h"
#include "ct_shape.h"
#include "ct_linear.h"
#include "ct_random.h"
#include "ct_autograd.h"
#include "ct_fused.h"
#include "ct_image.h"
#include "ct_quantized.h"
#include "ct_memory.h"
#include "shim_library.h"
#endif
