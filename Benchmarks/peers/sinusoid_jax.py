"""Second-order MAML on the sinusoid with JAX at its best: the whole loop compiled, a scan over meta-iterations,
vmap over the tasks, data drawn inside. Compilation and warm-up are not timed."""
import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import optax

import sinusoid
from timing import report

WIDTHS = [1, 40, 40, 1]
ITERATIONS = 1000  # in one compiled call


def initial(key):
    """Weights and biases as torch.nn.Linear draws them."""
    layers = []
    for key, rows, columns in zip(jax.random.split(key, 3), WIDTHS[:-1], WIDTHS[1:]):
        bound = 1 / rows**0.5
        w, b = jax.random.split(key)
        layers.append((
            jax.random.uniform(w, (rows, columns), minval=-bound, maxval=bound),
            jax.random.uniform(b, (columns,), minval=-bound, maxval=bound)))
    return layers


def loss(layers, x, y):
    for w, b in layers[:-1]:
        x = jax.nn.relu(x @ w + b)
    w, b = layers[-1]
    return jnp.mean((x @ w + b - y) ** 2)


def episodes(key):
    """Inputs and targets, [tasks, support and query, 1]."""
    a, p, x = jax.random.split(key, 3)
    amplitude = jax.random.uniform(a, (sinusoid.TASKS, 1, 1), minval=0.1, maxval=5.0)
    phase = jax.random.uniform(p, (sinusoid.TASKS, 1, 1), minval=0.0, maxval=jnp.pi)
    x = jax.random.uniform(x, (sinusoid.TASKS, 2 * sinusoid.SHOTS, 1), minval=-5.0, maxval=5.0)
    return x, amplitude * jnp.sin(x - phase)


def trainer(steps):
    """A compiled function that does ITERATIONS meta-iterations, and its initial state."""
    optimizer = optax.adam(sinusoid.OUTER_RATE)
    shots = sinusoid.SHOTS

    def query_loss(slow, x, y):
        fast = slow
        for _ in range(steps):
            gradient = jax.grad(loss)(fast, x[:shots], y[:shots])
            fast = jax.tree.map(lambda weight, g: weight - sinusoid.INNER_RATE * g, fast, gradient)
        return loss(fast, x[shots:], y[shots:])

    def meta_loss(slow, x, y):
        return jnp.mean(jax.vmap(query_loss, in_axes=(None, 0, 0))(slow, x, y))

    def iteration(state, key):
        slow, moments = state
        value, gradient = jax.value_and_grad(meta_loss)(slow, *episodes(key))
        change, moments = optimizer.update(gradient, moments)
        return (optax.apply_updates(slow, change), moments), value

    slow = initial(jax.random.PRNGKey(0))
    return jax.jit(lambda state, keys: jax.lax.scan(iteration, state, keys)), (slow, optimizer.init(slow))


for steps in sinusoid.STEPS:
    train, state = trainer(steps)
    keys = jax.random.split(jax.random.PRNGKey(1), ITERATIONS)
    report(f"sinusoid-{steps}", lambda: jax.block_until_ready(train(state, keys)), iterations=ITERATIONS)
