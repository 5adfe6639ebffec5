import Testing

@testable import Scaling

@Suite struct ScalingDataTests {
  private func data(_ csv: String) throws -> ScalingData {
    ScalingData(try DataTable(csv: csv, named: "data.csv"), source: "data.csv")
  }

  @Test func scaleIsTheProductWhateverTheNames() throws {
    for (csv, x, along) in [
      ("N,D,y\n2,3,1\n5,7,2\n", "N,D", "N*D"), ("2,3,1\n5,7,2\n", "1,2", "`1`*`2`"),
      ("a b,D/N,y\n2,3,1\n5,7,2\n", "a b,D/N", "`a b`*`D/N`"), ("N,6,y\n6,3,1\n35,7,2\n", "N", "N"),
    ] {
      let analysis = try data(csv).analysis(ScalingRequest(x: x, y: "3"))
      #expect(analysis.along == along && analysis.observations.scale == [6, 35], "\(x)")
    }
  }

  @Test func scaleAlongAColumnOrAFormulaOfTheLetters() throws {
    for (along, scale) in [("flops", [10.0, 20]), ("6*N*D", [36, 210]), ("flops/a", [5, 4])] {
      var request = ScalingRequest(x: "N=a,D=b", y: "y")
      request.along = along
      #expect(try data("a,b,flops,y\n2,3,10,1\n5,7,20,2\n").analysis(request).observations.scale == scale, "\(along)")
    }
  }

  @Test func linesAreThoseOfTheFile() throws {
    var request = ScalingRequest(x: "x", y: "y")
    (request.conditions, request.skipsMissing) = ([RowCondition("set=a")].compactMap(\.self), true)
    let analysis = try data("x,y,set\n1,2,a\n\n2,,a\n3,4,b\n4,5,a\n").analysis(request)
    #expect(analysis.lines == [2, 6] && analysis.skipped == 1 && analysis.source == "data.csv")
  }

  @Test func whatIsBetterFollowsTheName() {
    func goal(_ y: String) -> Verdict.Goal? { Verdict.Goal(measure: y) }
    for name in ["accuracy", "test_acc", "Pass@1", "accuracy/100", "F1 score"] { #expect(goal(name) == .higher) }
    for name in ["loss", "err_avg17", "1-accuracy", "100 - acc", "perplexity"] { #expect(goal(name) == .lower) }
  }
}
