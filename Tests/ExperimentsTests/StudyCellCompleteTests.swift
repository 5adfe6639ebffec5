import Foundation
import Runs
import Tensors
import Testing

@testable import Experiments

@Suite(.enabled(if: Torch.isAvailable)) struct StudyCellCompleteTests {
  @Test func aStudyIsWorkedOffOnceAndEndsInATable() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder.appendingPathComponent("runs"))
      let study = try Study.start(tinyStudy(in: folder), in: store, version: "1")
      let waiting = try study.waiting
      #expect(waiting.count == 3 && waiting.map(\.cost) == waiting.map(\.cost).sorted(by: >))
      for cell in waiting { try cell.complete(in: store, study: "mine", version: "1") }
      #expect(try study.waiting.isEmpty)
      try study.end(failures: 0)
      let count = try store.runs().count
      for cell in study.cells { try cell.complete(in: store, study: "mine", version: "1") }
      #expect(try store.runs().count == count)

      let table = try StudyTable(store, study: "mine")
      // Three models, two groups, two numbers of examples, two of steps.
      #expect(table.rows.count == 3 * 2 * 2 * 2 && table.sweeps == ["length", "given"])
      #expect(try study.table == table)
      let columns = try table.columns(study.configuration.sweeps[0].analyses[0], of: "length")
      #expect(columns.values["tasks"] == [4, 8] && columns.values["queryLoss"]?.count == 2)
      for row in table.rows {
        #expect(row["accuracy"].map { (0...1).contains($0) } == true && row["error"] == 1 - (row["accuracy"] ?? 2))
        #expect((row["queryLoss"] ?? 0) > 0 && (row["episodes"] ?? 0) == 2)
        #expect(row["seconds"] != nil || row.sweep == "given")
      }
    }
  }

  @Test func aStoppedTrainingGoesOnToTheSameNumbers() throws {
    try withTemporaryFolder { folder in
      let stores = try ["a", "b"].map { try RunStore(directory: folder.appendingPathComponent($0)) }
      let cell = try tinyStudy(in: folder).cells()[1]
      let whole = try cell.complete(in: stores[0], study: "mine", version: "1")
      #expect(throws: TrainingStopped.self) {
        try cell.complete(in: stores[1], study: "mine", version: "1", isStopping: { true })
      }
      #expect(try stores[1].runs().map(\.status) == [.interrupted, .interrupted])
      let resumed = try cell.complete(in: stores[1], study: "mine", version: "1")
      #expect(try stores[1].runs().count == 2)
      func measured(_ store: RunStore, _ run: Run.ID) throws -> [Metric] {
        try store.metrics(of: run).filter { $0.name != "model/seconds" }
      }
      #expect(try measured(stores[0], whole) == measured(stores[1], resumed))
    }
  }

  @Test func anotherMeasurementTakesTheTrainingThatIsThere() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder.appendingPathComponent("runs"))
      var study = try tinyStudy(in: folder)
      try study.cells()[0].complete(in: store, study: "mine", version: "1")
      study.sweeps[0].evaluation.steps = [1]
      try study.cells()[0].complete(in: store, study: "mine", version: "1")
      #expect(try store.runs(kind: "train").count == 1 && store.runs(kind: StudyCell.kind).count == 2)
    }
  }

  @Test func aFailedCellSaysWhyAndIsTriedAgain() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder.appendingPathComponent("runs"))
      let study = try Study.start(tinyStudy(in: folder), in: store, version: "1")
      let given = folder.appendingPathComponent("given.safetensors")
      let bytes = try Data(contentsOf: given)
      try WholeFile.write("another", to: given)
      #expect(throws: ConfigurationError.self) { try study.cells[2].complete(in: store, study: "mine", version: "1") }
      let run = try #require(try store.runs(kind: StudyCell.kind).first)
      #expect(run.status == .failed)
      #expect(try store.events(of: run.id).last?.message.contains("changed") == true)
      #expect(try store.metrics(of: run.id).isEmpty)
      #expect(try study.waiting.count == 3)
      try study.end(failures: 1)
      #expect(try store.run(matching: study.run).status == .failed)

      try WholeFile.write(bytes, to: given)
      let again = try Study.start(study.configuration, in: store, version: "1")
      #expect(again.run == study.run)
      #expect(try again.cells[2].complete(in: store, study: "mine", version: "1") == run.id)
      #expect(try again.waiting.count == 2 && again.table.rows.count == 8)
    }
  }

  @Test func aStudyThatIsNotThereNamesThoseThatAre() throws {
    try withTemporaryFolder { folder in
      let store = try RunStore(directory: folder.appendingPathComponent("runs"))
      _ = try Study.start(tinyStudy(in: folder), in: store, version: "1")
      let error = try #require(throws: ConfigurationError.self) { try StudyTable(store, study: "yours") }
      #expect(error.problem.contains("mine"))
      #expect(try StudyTable(store, study: "mine").rows.isEmpty)
    }
  }
}
