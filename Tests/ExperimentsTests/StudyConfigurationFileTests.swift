import Foundation
import Runs
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct StudyConfigurationFileTests {
  @Test func whatIsNotSaidComesFromTheBaseAndFromTheStudy() throws {
    try withTemporaryFolder { folder in
      let study = try tinyStudy(in: folder)
      let tiny = try Experiment.tiny()
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
      #expect(throws: OverlayError.self) { try StudyConfiguration(contentsOf: file) }
      #expect(throws: OverlayError.self) {
        try StudyConfiguration(contentsOf: folder.appendingPathComponent("none.yaml"))
      }
    }
  }

  @Test func theShippedStudyCanBeRunAndForecastsFourTimesAhead() throws {
    let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized
    let study = try StudyConfiguration(contentsOf: root.appendingPathComponent("Configs/study.yaml"))
    let models = study.sweeps.map { sweep in
      sweep.axes.reduce(sweep.seeds.count) { $0 * max(1, $1.values.count) }
    }
    #expect(try study.cells().count == models.reduce(0, +))
    for sweep in study.sweeps {
      for analysis in sweep.analyses {
        let column = analysis.holdOut.isEmpty ? analysis.x[0] : analysis.holdOut
        guard let axis = sweep.axes.first(where: { $0.name == column }) else { continue }
        let most = axis.values.max()! / analysis.factor
        #expect(axis.values.count { $0 <= most } >= 5, "\(sweep.name), \(column)")
      }
    }
  }
}
