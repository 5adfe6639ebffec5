import Foundation
import MetaLearning
import Networks
import Randomness
import Search
import Tasks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct AdapterFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  private let model: Data
  private let task: AdaptedTask<TinyRecursiveModel>
  private let episode: Episode

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var configuration = Experiment()
    var sizes = configuration.network.recursive
    (sizes.width, sizes.heads, sizes.taskWidth, sizes.innerMultiple) = (16, 2, 16, 16)
    configuration.network.recursive = sizes
    configuration.inner.phases = [.init(leaves: "task|head.*", steps: 1)]
    let file = try Model.fresh(configuration)
    model = try file.encoded()
    var generator = Generator(seed: 1)
    episode = try TaskFamilies.named("shift").episode(in: .metaTest, support: 3, query: 2, using: &generator)
    task = Self.solver.adapt(file.slow, configuration.inner, to: episode, using: &generator)
  }

  private static var solver: Solver {
    var solver = Solver()
    (solver.steps, solver.copies) = (2, 2)
    return solver
  }

  @Test func anAdapterAnswersAsTheTaskThatWasAdapted() throws {
    let url = folder.appending(path: "a.adapter")
    try AdapterFile(task, solver: Self.solver).write(to: url, model: model)
    let read = try AdapterFile(contentsOf: url, model: model)
    func answers(_ task: AdaptedTask<TinyRecursiveModel>) -> [[Grid]] {
      var generator = Generator(seed: 5)
      return Self.solver.answer(episode.query.map(\.input), with: task, using: &generator).attempts(3)
    }
    #expect(answers(read.task) == answers(task))
    #expect(read.solver == Self.solver)
    // Only what adapted is kept.
    let stored = try Safetensors(decoding: Data(contentsOf: url))
    #expect(Set(stored.tensors.keys) == ["task", "head.weight"])
  }

  @Test func anotherModelsAdapterIsRefused() throws {
    let url = folder.appending(path: "b.adapter")
    try AdapterFile(task, solver: Self.solver).write(to: url, model: model)
    var configuration = Experiment()
    configuration.seed = 9
    let other = try Model.fresh(configuration).encoded()
    #expect(throws: ModelFileError.self) { try AdapterFile(contentsOf: url, model: other) }
  }

  @Test func whatIsNoAdapterIsRefused() throws {
    let url = folder.appending(path: "c.adapter")
    #expect(throws: ModelFileError.self) { try AdapterFile(contentsOf: url, model: model) }
    try model.write(to: url)
    #expect(throws: ModelFileError.self) { try AdapterFile(contentsOf: url, model: model) }
    try Data("not a file".utf8).write(to: url)
    #expect(throws: SafetensorsError.self) { try AdapterFile(contentsOf: url, model: model) }
  }
}
