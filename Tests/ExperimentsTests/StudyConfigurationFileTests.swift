import Foundation
import Runs
import Testing

@testable import Experiments

@Suite struct StudyConfigurationFileTests {
  @Test func whatIsNotSaidComesFromTheBaseAndFromTheStudy() throws {
    try withTemporaryFolder { folder in
      let study = try tinyStudy(in: folder)
      let tiny = try TrainingConfiguration.tiny()
      #expect(study.training.network == tiny.network && study.training.metaBatch == 2)
      #expect(study.training.stages.map(\.steps) == [2])
      #expect(study.sweeps.map(\.evaluation) == [study.evaluation, study.evaluation])
      #expect(study.sweeps[1].checkpoints == [folder.appendingPathComponent("given.safetensors").path])
    }
  }

  @Test func settingsAreLaidOverTheFile() throws {
    try withTemporaryFolder { folder in
      _ = try tinyStudy(in: folder)
      let file = folder.appendingPathComponent("study.yaml")
      let study = try StudyConfiguration(contentsOf: file, settings: ["evaluation.episodes=5", "name=yours"])
      #expect(study.name == "yours" && study.sweeps.allSatisfy { $0.evaluation.episodes == 5 })
    }
  }

  @Test func anUnknownKeyNamesItsNeighbour() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("study.yaml")
      try WholeFile.write("sweeps: [{name: a, axis: []}]", to: file)
      let error = try #require(throws: OverlayError.self) { try StudyConfiguration(contentsOf: file) }
      #expect("\(error)".contains("axes") && "\(error)".contains("study.yaml"))
      try WholeFile.write("base: none.yaml", to: file)
      #expect(throws: ConfigurationError.self) { try StudyConfiguration(contentsOf: file) }
      #expect(throws: ConfigurationError.self) {
        try StudyConfiguration(contentsOf: folder.appendingPathComponent("none.yaml"))
      }
    }
  }

  @Test func theShippedStudyCanBeRunAndForecastsFourTimesAhead() throws {
    let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized
    let study = try StudyConfiguration(contentsOf: root.appendingPathComponent("Configs/study.yaml"))
    let models = study.sweeps.map { max(1, $0.axes[0].values.count * $0.seeds.count) }
    #expect(try study.cells().count == models.reduce(0, +))
    for axis in study.sweeps.flatMap(\.axes) where !axis.values.isEmpty {
      #expect(axis.values.count { $0 <= axis.values.max()! / 4 } >= 5, "\(axis.name)")
    }
  }
}
