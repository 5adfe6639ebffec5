"""FOMAML, Reptile and implicit MAML on the same tasks as sinusoid_jax.py, and in the same way."""
import sinusoid
import sinusoid_jax  # before optax: it sets how many threads JAX has
import optax
from sinusoid_jax import measure, trainer

for steps in sinusoid.STEPS:
    measure(f"sinusoid-fomaml-{steps}", *trainer(sinusoid_jax.first_order(steps)))
reptile = sinusoid_jax.reptile(sinusoid.REPTILE_STEPS)
measure("sinusoid-reptile", *trainer(reptile, optax.sgd(sinusoid.REPTILE_RATE)))
measure("sinusoid-imaml", *trainer(sinusoid_jax.implicit(*sinusoid.IMPLICIT)))
