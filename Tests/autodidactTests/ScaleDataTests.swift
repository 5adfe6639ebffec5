import ArgumentParser
import Experiments
import Foundation
import Scaling
import Testing

@testable import autodidact

@Suite struct ScaleDataTests {
  @Test func scaleIsTheProductWhateverTheNames() async throws {
    try await withTemporaryFolder { folder in
      for (csv, x, along) in [
        ("N,D,y\n2,3,1\n5,7,2\n", "N,D", "N*D"), ("2,3,1\n5,7,2\n", "1,2", "`1`*`2`"),
        ("a b,D/N,y\n2,3,1\n5,7,2\n", "a b,D/N", "`a b`*`D/N`"), ("N,6,y\n6,3,1\n35,7,2\n", "N", "N"),
      ] {
        let file = try ScaleSamples.file(csv, in: folder)
        let question = try ScaleData(file: file).question(ScaleOptions.parse([file, "--x", x, "--y", "3"]))
        #expect(question.along == along && question.observations.scale == [6, 35], "\(x)")
      }
    }
  }

  @Test func scaleAlongAColumnOrAFormulaOfTheLetters() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file("a,b,flops,y\n2,3,10,1\n5,7,20,2\n", in: folder)
      for (along, scale) in [("flops", [10.0, 20]), ("6*N*D", [36, 210]), ("flops/a", [5, 4])] {
        let options = try ScaleOptions.parse([file, "--x", "N=a,D=b", "--y", "y", "--along", along])
        #expect(try ScaleData(file: file).question(options).observations.scale == scale, "\(along)")
      }
    }
  }

  @Test func linesAreThoseOfTheFile() async throws {
    try await withTemporaryFolder { folder in
      let file = try ScaleSamples.file("x,y,set\n1,2,a\n\n2,,a\n3,4,b\n4,5,a\n", in: folder)
      let options = try ScaleOptions.parse([file, "--x", "x", "--y", "y", "--where", "set=a", "--skip-missing"])
      let question = try ScaleData(file: file).question(options)
      #expect(question.lines == [2, 6] && question.skipped == 1 && question.source == "data.csv")
    }
  }
}
