// The blocks of GGUF: each format unpacks groups of weights into whole numbers q and two factors, w = d·q + m. Source: ggml's
// dequantize_row functions; the reference here is Tensors' `GGUFFormat`, which agrees with ggml to the bit.
#pragma once
#include "simd.h"

namespace blocks {
typedef float floats __attribute__((vector_size(32)));
typedef int32_t wholes __attribute__((vector_size(32)));
typedef uint8_t bytes8 __attribute__((vector_size(8)));
typedef int8_t signed8 __attribute__((vector_size(8)));
typedef uint8_t bytes16 __attribute__((vector_size(16)));

/// A finite number in IEEE binary16, little endian. Infinity, which no sound file has as a scale, counts as 65536.
CT_INLINE float half(const uint8_t *at) {
  int16_t bits;
  std::memcpy(&bits, at, 2);
  // Exponent and fraction move into place, the sign fills what is above; a power of two makes up for the other bias.
  const uint32_t moved = (static_cast<uint32_t>(static_cast<int32_t>(bits)) << 13) & 0x8fffe000u;
  float scaled;
  std::memcpy(&scaled, &moved, 4);
  return scaled * 0x1p112f;
}
CT_INLINE wholes widened(bytes8 b) { return __builtin_convertvector(b, wholes); }
CT_INLINE floats real(wholes w) { return __builtin_convertvector(w, floats); }
CT_INLINE bytes8 eight(const uint8_t *at) {
  bytes8 b;
  std::memcpy(&b, at, 8);
  return b;
}

/// A group of weights: `vectors` times eight of them.
template <int vectors> struct Group {
  floats q[vectors];
  float d, m;
};

/// q of the 32 nibbles of 16 bytes, the low ones first.
CT_INLINE void nibbles(const uint8_t *at, wholes q[4]) {
  for (int i = 0; i < 2; ++i) {
    const wholes pair = widened(eight(at + 8 * i));
    q[i] = pair & 15;
    q[i + 2] = pair >> 4;
  }
}
/// 16 where bit 8·i + lane of `bits` is set.
CT_INLINE wholes fifth(uint32_t bits, int i) {
  const wholes lane = {0, 1, 2, 3, 4, 5, 6, 7};
  const wholes all = wholes{} + static_cast<int32_t>(bits >> (8 * i));
  return ((all >> lane) & 1) << 4;
}

struct Q4_0 {
  static constexpr int64_t elements = 32, size = 18;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = false;
  CT_INLINE static void unpack(const uint8_t *b, int, Group<4> &g) {
    wholes q[4];
    nibbles(b + 2, q);
    CT_UNROLL for (int i = 0; i < 4; ++i) g.q[i] = real(q[i] - 8);
    g.d = half(b);
  }
};
struct Q4_1 {
  static constexpr int64_t elements = 32, size = 20;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = true;
  CT_INLINE static void unpack(const uint8_t *b, int, Group<4> &g) {
    wholes q[4];
    nibbles(b + 4, q);
    CT_UNROLL for (int i = 0; i < 4; ++i) g.q[i] = real(q[i]);
    g.d = half(b);
    g.m = half(b + 2);
  }
};
template <int offset> CT_INLINE void unpack5(const uint8_t *b, floats out[4]) {
  uint32_t high;
  std::memcpy(&high, b, 4);
  wholes q[4];
  nibbles(b + 4, q);
  CT_UNROLL for (int i = 0; i < 4; ++i) out[i] = real((q[i] | fifth(high, i)) - offset);
}
struct Q5_0 {
  static constexpr int64_t elements = 32, size = 22;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = false;
  CT_INLINE static void unpack(const uint8_t *b, int, Group<4> &g) {
    unpack5<16>(b + 2, g.q);
    g.d = half(b);
  }
};
struct Q5_1 {
  static constexpr int64_t elements = 32, size = 24;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = true;
  CT_INLINE static void unpack(const uint8_t *b, int, Group<4> &g) {
    unpack5<0>(b + 4, g.q);
    g.d = half(b);
    g.m = half(b + 2);
  }
};
struct Q8_0 {
  static constexpr int64_t elements = 32, size = 34;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = false;
  CT_INLINE static void unpack(const uint8_t *b, int, Group<4> &g) {
    CT_UNROLL for (int i = 0; i < 4; ++i) {
      signed8 q;
      std::memcpy(&q, b + 2 + 8 * i, 8);
      g.q[i] = real(__builtin_convertvector(q, wholes));
    }
    g.d = half(b);
  }
};
/// Scale and minimum of part k of 8, six bits each.
CT_INLINE void scales(const uint8_t *s, int k, float &scale, float &minimum) {
  if (k < 4) {
    scale = static_cast<float>(s[k] & 63);
    minimum = static_cast<float>(s[k + 4] & 63);
  } else {
    scale = static_cast<float>((s[k + 4] & 15) | (s[k - 4] >> 6) << 4);
    minimum = static_cast<float>((s[k + 4] >> 4) | (s[k] >> 6) << 4);
  }
}
struct Q4_K {
  static constexpr int64_t elements = 256, size = 144;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = true;
  CT_INLINE static void unpack(const uint8_t *b, int part, Group<4> &g) {
    const uint8_t *source = b + 16 + 32 * (part / 2);
    CT_UNROLL for (int i = 0; i < 4; ++i) {
      const wholes pair = widened(eight(source + 8 * i));
      g.q[i] = real(part % 2 ? pair >> 4 : pair & 15);
    }
    float scale, minimum;
    scales(b + 4, part, scale, minimum);
    g.d = half(b) * scale;
    g.m = -(half(b + 2) * minimum);
  }
};
struct Q5_K {
  static constexpr int64_t elements = 256, size = 176;
  static constexpr int vectors = 4;
  static constexpr bool hasMinimum = true;
  CT_INLINE static void unpack(const uint8_t *b, int part, Group<4> &g) {
    const uint8_t *source = b + 48 + 32 * (part / 2);
    CT_UNROLL for (int i = 0; i < 4; ++i) {
      const wholes pair = widened(eight(source + 8 * i)), high = widened(eight(b + 16 + 8 * i));
      g.q[i] = real((part % 2 ? pair >> 4 : pair & 15) | ((high >> part) & 1) << 4);
    }
    float scale, minimum;
    scales(b + 4, part, scale, minimum);
    g.d = half(b) * scale;
    g.m = -(half(b + 2) * minimum);
  }
};
struct Q6_K {
  static constexpr int64_t elements = 256, size = 210;
  static constexpr int vectors = 2;
  static constexpr bool hasMinimum = false;
  /// Part of 16: the half of the block, one of four rows of 32 in it, and the half of that row.
  CT_INLINE static void unpack(const uint8_t *b, int part, Group<2> &g) {
    const int side = part / 8, row = part / 2 % 4, at = 16 * (part % 2);
    const uint8_t *low = b + 64 * side + 32 * (row % 2) + at, *high = b + 128 + 32 * side + at;
    CT_UNROLL for (int i = 0; i < 2; ++i) {
      const wholes pair = widened(eight(low + 8 * i)), bits = widened(eight(high + 8 * i));
      g.q[i] = real(((row < 2 ? pair & 15 : pair >> 4) | ((bits >> (2 * row)) & 3) << 4) - 32);
    }
    g.d = half(b + 208) * static_cast<float>(static_cast<int8_t>(b[192 + 8 * side + 2 * row + part % 2]));
  }
};
} // namespace blocks
