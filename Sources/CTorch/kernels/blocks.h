// The blocks of GGUF: each format unpacks groups of weights into whole numbers q and two factors, w = d·q + m. Source: ggml's
// dequantize_row functions; the reference here is Tensors' `GGUFFormat`, which agrees with ggml to the bit.
#pragma once
#include "simd.h"

namespace blocks {
template <int lanes> struct Vectors {
  typedef float floats __attribute__((vector_size(4 * lanes)));
  typedef int32_t wholes __attribute__((vector_size(4 * lanes)));
  typedef uint8_t bytes __attribute__((vector_size(lanes)));
  typedef int8_t signs __attribute__((vector_size(lanes)));
};
template <int lanes> using floats = typename Vectors<lanes>::floats;
template <int lanes> using wholes = typename Vectors<lanes>::wholes;

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
template <int lanes> CT_INLINE wholes<lanes> unsignedAt(const uint8_t *at) {
  typename Vectors<lanes>::bytes b;
  std::memcpy(&b, at, lanes);
  return __builtin_convertvector(b, wholes<lanes>);
}
template <int lanes> CT_INLINE wholes<lanes> signedAt(const uint8_t *at) {
  typename Vectors<lanes>::signs b;
  std::memcpy(&b, at, lanes);
  return __builtin_convertvector(b, wholes<lanes>);
}
template <int lanes> CT_INLINE floats<lanes> real(wholes<lanes> w) { return __builtin_convertvector(w, floats<lanes>); }

/// A group of weights that share d and m: `vectors` times `lanes` of them.
template <int vectors, int lanes> struct Group {
  floats<lanes> q[vectors];
  float d, m;
};

/// q of the 32 nibbles of 16 bytes, the low ones first.
template <int lanes> CT_INLINE void nibbles(const uint8_t *at, wholes<lanes> *q) {
  constexpr int side = 16 / lanes;
  CT_UNROLL for (int i = 0; i < side; ++i) {
    const wholes<lanes> pair = unsignedAt<lanes>(at + lanes * i);
    q[i] = pair & 15;
    q[i + side] = pair >> 4;
  }
}
/// 16 where bit lanes·i + lane of `bits` is set.
template <int lanes> CT_INLINE wholes<lanes> fifth(uint32_t bits, int i) {
  wholes<lanes> lane;
  CT_UNROLL for (int k = 0; k < lanes; ++k) lane[k] = k;
  const wholes<lanes> all = wholes<lanes>{} + static_cast<int32_t>(bits >> (lanes * i));
  return ((all >> lane) & 1) << 4;
}

struct Q4_0 {
  static constexpr int64_t elements = 32, size = 18, group = 32;
  static constexpr bool hasMinimum = false;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int, Group<32 / lanes, lanes> &g) {
    wholes<lanes> q[32 / lanes];
    nibbles<lanes>(b + 2, q);
    CT_UNROLL for (int i = 0; i < 32 / lanes; ++i) g.q[i] = real<lanes>(q[i] - 8);
    g.d = half(b);
  }
};
struct Q4_1 {
  static constexpr int64_t elements = 32, size = 20, group = 32;
  static constexpr bool hasMinimum = true;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int, Group<32 / lanes, lanes> &g) {
    wholes<lanes> q[32 / lanes];
    nibbles<lanes>(b + 4, q);
    CT_UNROLL for (int i = 0; i < 32 / lanes; ++i) g.q[i] = real<lanes>(q[i]);
    g.d = half(b);
    g.m = half(b + 2);
  }
};
template <int lanes, int offset> CT_INLINE void unpack5(const uint8_t *b, floats<lanes> *out) {
  uint32_t high;
  std::memcpy(&high, b, 4);
  wholes<lanes> q[32 / lanes];
  nibbles<lanes>(b + 4, q);
  CT_UNROLL for (int i = 0; i < 32 / lanes; ++i) out[i] = real<lanes>((q[i] | fifth<lanes>(high, i)) - offset);
}
struct Q5_0 {
  static constexpr int64_t elements = 32, size = 22, group = 32;
  static constexpr bool hasMinimum = false;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int, Group<32 / lanes, lanes> &g) {
    unpack5<lanes, 16>(b + 2, g.q);
    g.d = half(b);
  }
};
struct Q5_1 {
  static constexpr int64_t elements = 32, size = 24, group = 32;
  static constexpr bool hasMinimum = true;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int, Group<32 / lanes, lanes> &g) {
    unpack5<lanes, 0>(b + 4, g.q);
    g.d = half(b);
    g.m = half(b + 2);
  }
};
struct Q8_0 {
  static constexpr int64_t elements = 32, size = 34, group = 32;
  static constexpr bool hasMinimum = false;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int, Group<32 / lanes, lanes> &g) {
    CT_UNROLL for (int i = 0; i < 32 / lanes; ++i) g.q[i] = real<lanes>(signedAt<lanes>(b + 2 + lanes * i));
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
  static constexpr int64_t elements = 256, size = 144, group = 32;
  static constexpr bool hasMinimum = true;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int part, Group<32 / lanes, lanes> &g) {
    const uint8_t *source = b + 16 + 32 * (part / 2);
    CT_UNROLL for (int i = 0; i < 32 / lanes; ++i) {
      const wholes<lanes> pair = unsignedAt<lanes>(source + lanes * i);
      g.q[i] = real<lanes>(part % 2 ? pair >> 4 : pair & 15);
    }
    float scale, minimum;
    scales(b + 4, part, scale, minimum);
    g.d = half(b) * scale;
    g.m = -(half(b + 2) * minimum);
  }
};
struct Q5_K {
  static constexpr int64_t elements = 256, size = 176, group = 32;
  static constexpr bool hasMinimum = true;
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int part, Group<32 / lanes, lanes> &g) {
    const uint8_t *source = b + 48 + 32 * (part / 2);
    CT_UNROLL for (int i = 0; i < 32 / lanes; ++i) {
      const wholes<lanes> pair = unsignedAt<lanes>(source + lanes * i), high = unsignedAt<lanes>(b + 16 + lanes * i);
      g.q[i] = real<lanes>((part % 2 ? pair >> 4 : pair & 15) | ((high >> part) & 1) << 4);
    }
    float scale, minimum;
    scales(b + 4, part, scale, minimum);
    g.d = half(b) * scale;
    g.m = -(half(b + 2) * minimum);
  }
};
struct Q6_K {
  static constexpr int64_t elements = 256, size = 210, group = 16;
  static constexpr bool hasMinimum = false;
  /// Part of 16: the half of the block, one of four rows of 32 in it, and the half of that row.
  template <int lanes> CT_INLINE static void unpack(const uint8_t *b, int part, Group<16 / lanes, lanes> &g) {
    const int side = part / 8, row = part / 2 % 4, at = 16 * (part % 2);
    const uint8_t *low = b + 64 * side + 32 * (row % 2) + at, *high = b + 128 + 32 * side + at;
    CT_UNROLL for (int i = 0; i < 16 / lanes; ++i) {
      const wholes<lanes> pair = unsignedAt<lanes>(low + lanes * i), bits = unsignedAt<lanes>(high + lanes * i);
      g.q[i] = real<lanes>(((row < 2 ? pair & 15 : pair >> 4) | ((bits >> (2 * row)) & 3) << 4) - 32);
    }
    g.d = half(b + 208) * static_cast<float>(static_cast<int8_t>(b[192 + 8 * side + 2 * row + part % 2]));
  }
};
} // namespace blocks
