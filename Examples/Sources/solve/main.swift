// Adapts the shipped model to a task that is given by five examples: rows of symbols are turned around.
import Experiments
import MetaLearning
import Networks
import Randomness
import Search
import Tasks

let rows = [[1, 2, 3, 4], [5, 1, 1, 2], [3, 8, 2, 9], [7, 7, 4, 1], [2, 6, 5, 5]].map { Grid(sequence: $0) }
let support = rows.map { Example(input: $0, output: Dihedral.rotate180($0)) }
let episode = Episode(
  name: "turned", family: "", support: support, query: [Query(input: Grid(sequence: [4, 9, 1, 6]))])
let model = try ModelFile(contentsOf: ShippedModel(for: episode).url()).model(as: TinyRecursiveModel.self)
var generator = Generator(seed: 0)
let answers = Solver().solve(episode, with: model.slow, model.inner, using: &generator)
print("4 9 1 6 →", answers.attempts(1)[0][0])
