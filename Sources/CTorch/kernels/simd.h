// Kernels of our own: vectors of eight lanes, compiled for several processors and chosen when the program runs.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Vectors pass only between functions that are always inlined: no ABI is involved.
#pragma GCC diagnostic ignored "-Wpsabi"
#define CT_INLINE [[gnu::always_inline]] inline
#define CT_INLINE_LAMBDA __attribute__((always_inline))
// Before a loop over registers: left as a loop, which is what GCC does at -O2, it would keep them in memory.
#define CT_UNROLL _Pragma("GCC unroll 8")

namespace simd {
constexpr int64_t lanes = 8;
template <typename T> struct Vector {
  typedef T type __attribute__((vector_size(lanes * sizeof(T))));
};
template <typename T> using vector = typename Vector<T>::type;

constexpr int64_t padded(int64_t n) { return (n + lanes - 1) / lanes * lanes; }

template <typename T> CT_INLINE void load(vector<T> &v, const T *from) { std::memcpy(&v, from, sizeof v); }
template <typename T> CT_INLINE void store(T *to, const vector<T> &v) { std::memcpy(to, &v, sizeof v); }
template <typename T> CT_INLINE T sum(const vector<T> &v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

/// eˣ, to the last bit or two; float by a polynomial, double one at a time.
template <typename T> CT_INLINE vector<T> exponential(vector<T> x) {
  if constexpr (sizeof(T) == 4) {
    typedef int32_t whole __attribute__((vector_size(lanes * sizeof(int32_t))));
    const vector<T> low = vector<T>{} - 87.0f, high = vector<T>{} + 88.0f;
    x = x < low ? low : x;
    x = x > high ? high : x;
    whole n = __builtin_convertvector(x * 1.44269504f + (x < 0 ? vector<T>{} - 0.5f : vector<T>{} + 0.5f), whole);
    const vector<T> k = __builtin_convertvector(n, vector<T>);
    const vector<T> r = (x - k * 0.693145752f) - k * 1.42860677e-6f;
    vector<T> p = r * 1.98412698e-4f + 1.38888889e-3f;
    p = p * r + 8.33333333e-3f;
    p = p * r + 4.16666667e-2f;
    p = p * r + 1.66666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    whole bits = (n + 127) << 23;
    vector<T> power;
    std::memcpy(&power, &bits, sizeof power);
    return p * power;
  } else {
    for (int i = 0; i < lanes; ++i) x[i] = std::exp(x[i]);
    return x;
  }
}

#if defined(__x86_64__)
// x86-64 of any age is what a binary may meet; the two newer forms are there for those who have them.
template <auto body, typename... A>
__attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512bw"))) void newest(A... a) {
  body(a...);
}
template <auto body, typename... A> __attribute__((target("avx2,fma"))) void newer(A... a) { body(a...); }

/// 2 where `newest` runs, 1 where `newer` does, else 0.
inline int form() {
  static const int form = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                                  __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
                              ? 2
                              : (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0);
  return form;
}
/// Runs the one of three always-inline functions that is written for this processor's registers.
template <auto wide, auto middle, auto narrow, typename... A> void choose(A... a) {
  if (form() == 2) newest<wide>(a...);
  else if (form() == 1) newer<middle>(a...);
  else narrow(a...);
}
#else
template <auto wide, auto middle, auto narrow, typename... A> void choose(A... a) { narrow(a...); }
#endif

/// Runs `body`, an always-inline function, in the form that suits this processor best.
template <auto body, typename... A> void run(A... a) { choose<body, body, body>(a...); }
} // namespace simd
