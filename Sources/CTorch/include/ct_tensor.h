// Handles, creation, copying to and from the host, dtypes, devices, threads.
#ifndef CT_TENSOR_H
#define CT_TENSOR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct { void *_Nullable impl; } ct_tensor;

typedef enum { ct_float32 = 0, ct_float64, ct_bfloat16, ct_int64, ct_int32, ct_bool, ct_uint8 } ct_dtype;
/// index < 0 is the CPU, otherwise the CUDA device of this number.
typedef struct { int32_t index; } ct_device;

/// The message of this thread's last failure; valid until the next call.
const char *_Nonnull ct_error(void);
/// How many handles are alive: lets a test prove that a loop leaks nothing.
int64_t ct_live_count(void);
/// The libtorch this binary was compiled against, as "major.minor.patch".
const char *_Nonnull ct_version(void);
int ct_set_threads(int32_t count);
int32_t ct_threads(void);
int32_t ct_cuda_count(void);
/// Waits until the device has finished what was queued; nothing to do on the CPU.
int ct_synchronize(ct_device device);

void ct_free(ct_tensor t);
int ct_share(ct_tensor t, ct_tensor *_Nonnull out);

int ct_from_bytes(const void *_Nonnull bytes, const int64_t *_Nullable shape, size_t rank, ct_dtype dtype,
                  ct_device device, ct_tensor *_Nonnull out);
/// Copies the elements, row-major, as `dtype` of the tensor; `capacity` is checked.
int ct_to_bytes(ct_tensor t, void *_Nonnull bytes, size_t capacity);
int ct_full(double value, const int64_t *_Nullable shape, size_t rank, ct_dtype dtype, ct_device device,
            ct_tensor *_Nonnull out);
int ct_arange(double start, double end, double step, ct_dtype dtype, ct_device device, ct_tensor *_Nonnull out);
int ct_eye(int64_t n, ct_dtype dtype, ct_device device, ct_tensor *_Nonnull out);

int64_t ct_rank(ct_tensor t);
void ct_shape(ct_tensor t, int64_t *_Nonnull shape);
int64_t ct_count(ct_tensor t);
ct_dtype ct_dtype_of(ct_tensor t);
ct_device ct_device_of(ct_tensor t);
/// True where two handles show the same memory.
bool ct_same_storage(ct_tensor a, ct_tensor b);
int ct_to(ct_tensor t, ct_dtype dtype, ct_device device, bool copy, ct_tensor *_Nonnull out);
int ct_item(ct_tensor t, double *_Nonnull out);

#ifdef __cplusplus
}
#endif
#endif
