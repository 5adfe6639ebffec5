"""MAML and its relatives on the sinusoid with JAX at its best: the whole loop compiled, a scan over meta-iterations,
vmap over the tasks, data drawn inside. Compilation and warm-up are not timed. Run, it measures second-order MAML;
sinusoid_jax_methods.py the others."""
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


def inner(fast, steps, step):
    """A compiled loop does better than as many copies of the step, and no worse for one."""
    return step(fast) if steps == 1 else jax.lax.fori_loop(0, steps, lambda _, fast: step(fast), fast)


def halves(x, y):
    """The loss on the support and on the query half of a task, as functions of the weights."""
    shots = sinusoid.SHOTS
    return lambda layers: loss(layers, x[:shots], y[:shots]), lambda layers: loss(layers, x[shots:], y[shots:])


def descend(layers, rate, gradient):
    return jax.tree.map(lambda weight, g: weight - rate * g, layers, gradient)


def maml(steps):
    def query_loss(slow, x, y):
        support, query = halves(x, y)
        fast = slow
        for _ in range(steps):
            fast = descend(fast, sinusoid.INNER_RATE, jax.grad(support)(fast))
        return query(fast)

    def meta_loss(slow, x, y):
        return jnp.mean(jax.vmap(query_loss, in_axes=(None, 0, 0))(slow, x, y))

    return jax.value_and_grad(meta_loss)


def over_tasks(direction):
    """The mean loss and the mean direction of all tasks."""

    def mean(slow, x, y):
        every = jax.vmap(direction, in_axes=(None, 0, 0))(slow, x, y)
        return jax.tree.map(lambda leaf: leaf.mean(0), every)

    return mean


def first_order(steps):
    def direction(slow, x, y):
        support, query = halves(x, y)
        fast = inner(slow, steps, lambda fast: descend(fast, sinusoid.INNER_RATE, jax.grad(support)(fast)))
        return jax.value_and_grad(query)(fast)

    return over_tasks(direction)


def reptile(steps):
    """The batched version: theta - mean phi, and the query loss at phi."""

    def end(slow, x, y):
        support, query = halves(x, y)
        fast = inner(slow, steps, lambda fast: descend(fast, sinusoid.INNER_RATE, jax.grad(support)(fast)))
        return query(fast), fast

    def displacement(slow, x, y):
        value, fast = over_tasks(end)(slow, x, y)
        return value, jax.tree.map(jnp.subtract, slow, fast)

    return displacement


def implicit(steps, solver_steps, regularization):
    """iMAML (Rajeswaran et al. 2019): proximal steps, then (I + H / lambda)^-1 of the query gradient by conjugate
    gradients, whose Hessian-vector products go forward over reverse."""

    def dot(a, b):
        return sum(jax.tree.leaves(jax.tree.map(jnp.vdot, a, b)))

    def direction(slow, x, y):
        support, query = halves(x, y)

        def proximal(fast):
            pull = jax.tree.map(lambda g, f, s: g + regularization * (f - s), jax.grad(support)(fast), fast, slow)
            return descend(fast, sinusoid.INNER_RATE, pull)

        fast = inner(slow, steps, proximal)
        value, residual = jax.value_and_grad(query)(fast)

        def step(_, state):
            solution, residual, p, square = state
            curved = jax.jvp(jax.grad(support), (fast,), (p,))[1]
            product = jax.tree.map(lambda p, h: p + h / regularization, p, curved)
            length = square / dot(p, product)
            solution, residual = descend(solution, -length, p), descend(residual, length, product)
            following = dot(residual, residual)
            return solution, residual, descend(residual, -following / square, p), following

        zeros = jax.tree.map(jnp.zeros_like, residual)
        start = (zeros, residual, residual, dot(residual, residual))
        return value, jax.lax.fori_loop(0, solver_steps, step, start)[0]

    return over_tasks(direction)


def trainer(direction, optimizer=optax.adam(sinusoid.OUTER_RATE)):
    """A compiled function that does ITERATIONS meta-iterations, and its initial state."""

    def iteration(state, key):
        slow, moments = state
        value, gradient = direction(slow, *episodes(key))
        change, moments = optimizer.update(gradient, moments)
        return (optax.apply_updates(slow, change), moments), value

    slow = initial(jax.random.PRNGKey(0))
    return jax.jit(lambda state, keys: jax.lax.scan(iteration, state, keys)), (slow, optimizer.init(slow))


def measure(name, train, state):
    keys = jax.random.split(jax.random.PRNGKey(1), ITERATIONS)
    report(name, lambda: jax.block_until_ready(train(state, keys)), iterations=ITERATIONS)


if __name__ == "__main__":
    for steps in sinusoid.STEPS:
        measure(f"sinusoid-{steps}", *trainer(maml(steps)))
