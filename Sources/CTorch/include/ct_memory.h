// Bytes of tensors: how many there are, and how many there were at most.
#ifndef CT_MEMORY_H
#define CT_MEMORY_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

/// From now on the CPU's tensors are counted, those that exist already not. It cannot be undone and costs 64 bytes a tensor.
int ct_count_memory(void);
/// Bytes in use and the most there were: of the CPU's counted tensors (0 before ct_count_memory), or of CUDA's allocator.
int ct_memory(ct_device device, int64_t *_Nonnull current, int64_t *_Nonnull peak);
/// Starts the peak again, at what is in use or at `floor` (CPU only) if that is more.
int ct_restart_peak(ct_device device, int64_t floor);

#ifdef __cplusplus
}
#endif
#endif
