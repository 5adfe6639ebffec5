"""Writes the text of which the recipes' small decoder learns: sums in the form in which math_rl asks them, of which about half are right.

A model of it knows sums and says them half the time: what is left to learn is to mean them.
"""

import random, sys

generator = random.Random(1)
for _ in range(60_000):
    x, y = generator.randint(0, 100), generator.randint(0, 100)
    z = x + y if generator.random() < 0.45 else generator.randint(0, 200)
    print(f"User: What is {x} + {y}?\n\nAssistant: {z}\n")
