// Matrices whose weights stay in the blocks of a GGUF file.
#ifndef CT_QUANTIZED_H
#define CT_QUANTIZED_H
#include "ct_tensor.h"
#ifdef __cplusplus
extern "C" {
#endif

/// The formats by ggml's numbers.
typedef enum {
  ct_q4_0 = 2, ct_q4_1 = 3, ct_q5_0 = 6, ct_q5_1 = 7, ct_q8_0 = 8, ct_q4_k = 12, ct_q5_k = 13, ct_q6_k = 14
} ct_block_format;

/// The float32 numbers [..., in] of blocks [..., bytes of a row] (uint8).
int ct_dequantized(ct_tensor blocks, ct_block_format format, ct_tensor *_Nonnull out);
/// x·Wᵀ for x [..., in] (float32) and W [out, in] in blocks [out, bytes of a row] (uint8), on the CPU: few rows by a kernel that
/// reads each block once, many by a matrix of float32. Has a gradient at x.
int ct_quantized_linear(ct_tensor x, ct_tensor blocks, ct_block_format format, ct_tensor *_Nonnull out);

#ifdef __cplusplus
}
#endif
#endif
