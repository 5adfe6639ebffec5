"""The recipe math_rl with the advantages of each group dealt out anew: what is learned then is not arithmetic."""

import asyncio, random

import chz
from tinker_cookbook.recipes.math_rl import train as recipe
from tinker_cookbook.rl import train

honest = train.compute_advantages
generator = random.Random(0)


def shuffled(groups):
    return [advantages[generator.sample(range(len(advantages)), len(advantages))] for advantages in honest(groups)]


train.compute_advantages = shuffled
if __name__ == "__main__":
    asyncio.run(recipe.cli_main(chz.entrypoint(recipe.CLIConfig)))
