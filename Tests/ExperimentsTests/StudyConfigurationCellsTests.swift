import Foundation
import Networks
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct StudyConfigurationCellsTests {
  private func sweep(_ axes: [StudyAxis], seeds: [UInt64] = [1]) throws -> StudyConfiguration {
    var study = StudyConfiguration()
    study.training = try .tiny()
    (study.sweeps[0].axes, study.sweeps[0].seeds) = (axes, seeds)
    return study
  }

  private func axis(
    _ name: String, _ values: [Double], times: [String: Double] = [:], settings: [String: [String]] = [:]
  ) -> StudyAxis {
    var axis = StudyAxis()
    (axis.name, axis.values, axis.times, axis.settings) = (name, values, times, settings)
    return axis
  }

  private func training(_ cell: StudyCell) throws -> Experiment {
    guard case .training(let training) = cell.model else { throw ConfigurationError(key: "", problem: "no training") }
    return training
  }

  @Test func aCellForEachCombinationAndSeed() throws {
    let study = try sweep(
      [
        axis("width", [8, 16], times: ["network.width": 1, "network.taskWidth": 1]),
        axis("cycles", [2, 3, 9], settings: ["network.lowCycles": ["1", "2", "8"]]),
      ], seeds: [1, 2])
    let cells = try study.cells()
    #expect(cells.count == 12 && Set(cells.map(\.key)).count == 12)
    let last = try training(cells[11])
    #expect(
      cells[11].axes == ["width": 16, "cycles": 9] && last.network.recursive.width == 16
        && last.network.recursive.lowCycles == 8)
    #expect(last.seed == 2 && last.network.recursive.taskWidth == 16)
  }

  @Test func aSweepWithoutAxesIsOneTraining() throws {
    let cells = try StudyConfiguration().cells()
    #expect(cells.count == 1 && cells[0].axes.isEmpty)
  }

  @Test func aKeyIsOfWhatIsRunAndNotOfItsNames() throws {
    try withTemporaryFolder { folder in
      let study = try tinyStudy(in: folder)
      let keys = try study.cells().map(\.key)
      #expect(try study.cells().map(\.key) == keys && keys.allSatisfy { $0.count == 16 })
      var other = study
      (other.name, other.sweeps[0].name, other.training.name) = ("other", "renamed", "renamed")
      #expect(try other.cells().map(\.key) == keys)
      other.sweeps[0].evaluation.episodes += 1
      let changed = try other.cells()
      #expect(changed.map(\.key)[..<2].allSatisfy { !keys.contains($0) } && changed[2].key == keys[2])
      #expect(try changed.map(\.trainingKey) == study.cells().map(\.trainingKey))
      other.training.schedule.peak = 0.1
      #expect(try other.cells()[0].trainingKey != changed[0].trainingKey)
    }
  }

  @Test func whatStandsOnTheAxisOfTasksIsWhatTheTrainingSees() throws {
    let right = axis("tasks", [4], settings: ["stages": ["[{steps: 2}]"]])
    #expect(try sweep([right]).cells().count == 1)
    let wrong = axis("tasks", [5], settings: ["stages": ["[{steps: 2}]"]])
    let error = try #require(throws: ConfigurationError.self) { try sweep([wrong]).cells() }
    #expect(error.problem.contains("4 tasks are seen"))
  }

  @Test func anAxisThatCannotBeSaysWhy() throws {
    for (axis, words) in [
      (axis("seed", [1], times: ["seed": 1]), "cannot be its name"), (axis("a", [], times: ["seed": 1]), "values"),
      (axis("a", [1, 1], times: ["seed": 1]), "different"), (axis("a", [1]), "sets nothing"),
      (axis("a", [1, 2], settings: ["seed": ["1"]]), "lists 1"), (axis("a", [1], times: ["sed": 1]), "seed"),
      (axis("a", [0], times: ["metaBatch": 1]), "metaBatch"),
    ] {
      let error = try #require(throws: ConfigurationError.self) { try sweep([axis]).cells() }
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test func anAnalysisOfNoColumnIsRefused() throws {
    var study = try sweep([axis("width", [8], times: ["network.width": 1, "network.taskWidth": 1])])
    study.sweeps[0].analyses[0].x = ["widht"]
    let error = try #require(throws: ConfigurationError.self) { try study.cells() }
    #expect(error.problem.contains("nearest: width"))
    (study.sweeps[0].analyses[0].x, study.sweeps[0].analyses[0].factor) = (["width"], 2)
    #expect(throws: ConfigurationError.self) { try study.cells() }
  }

  @Test func givenModelsAreNotTrained() throws {
    try withTemporaryFolder { folder in
      var study = try tinyStudy(in: folder)
      study.sweeps[1].settings = ["seed=2"]
      #expect(throws: ConfigurationError.self) { try study.cells() }
      study.sweeps[1].settings = []
      study.sweeps[1].checkpoints = ["/none"]
      #expect(throws: ConfigurationError.self) { try study.cells() }
    }
  }
}
