import Scaling
import Testing

@Suite struct TableErrorTests {
  @Test func aDescriptionGoesFromTheFileToTheRemedy() {
    func text(_ line: Int?, _ column: String?) -> String {
      TableError(file: "x.csv", line: line, column: column, problem: "it is odd", remedy: "mend it").description
    }
    #expect(text(3, "\"N\"") == "x.csv: line 3, column \"N\": it is odd; mend it")
    #expect(text(3, nil) == "x.csv: line 3: it is odd; mend it")
    #expect(text(nil, "2") == "x.csv: column 2: it is odd; mend it")
    #expect(text(nil, nil) == "x.csv: it is odd; mend it")
  }
}
