#include "shim.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/detail/CUDAHooksInterface.h>

using namespace shim;

namespace {
at::Generator generator(uint64_t seed, at::Device on) {
  if (on.is_cpu()) return at::detail::createCPUGenerator(seed);
  auto g = at::detail::getCUDAHooks().getNewGenerator(on.index());
  g.set_current_seed(seed);
  return g;
}
at::Tensor empty(const int64_t *shape, size_t rank, ct_dtype d, at::Device on) {
  return at::empty(sizes(shape, rank), at::TensorOptions(dtype(d)).device(on));
}
} // namespace

int ct_uniform(uint64_t seed, double low, double high, const int64_t *shape, size_t rank, ct_dtype d, ct_device on,
               ct_tensor *out) {
  return giving(out, [&] {
    return empty(shape, rank, d, device(on)).uniform_(low, high, generator(seed, device(on)));
  });
}
int ct_normal(uint64_t seed, double mean, double deviation, const int64_t *shape, size_t rank, ct_dtype d,
              ct_device on, ct_tensor *out) {
  return giving(out, [&] {
    return empty(shape, rank, d, device(on)).normal_(mean, deviation, generator(seed, device(on)));
  });
}
int ct_integers(uint64_t seed, int64_t low, int64_t high, const int64_t *shape, size_t rank, ct_device on,
                ct_tensor *out) {
  return giving(out, [&] {
    return empty(shape, rank, ct_int64, device(on)).random_(low, high, generator(seed, device(on)));
  });
}
int ct_permutation(uint64_t seed, int64_t count, ct_device on, ct_tensor *out) {
  return giving(out, [&] {
    auto options = at::TensorOptions(at::kLong).device(device(on));
    return at::randperm(count, generator(seed, device(on)), options);
  });
}
