import Settings
import Testing

@Suite("What an error of an overlay says") struct OverlayErrorTests {
  @Test func describesPlaceProblemAndRemedyInOneLine() {
    func text(line: Int?, key: String) -> String {
      OverlayError(file: "a.yaml", line: line, column: 1, keyPath: key, problem: "wrong", remedy: "mend it").description
    }
    #expect(text(line: 3, key: "inner.steps") == "a.yaml:3: inner.steps: wrong; mend it")
    #expect(text(line: nil, key: "inner.steps") == "a.yaml: inner.steps: wrong; mend it")
    #expect(text(line: 3, key: "") == "a.yaml:3: wrong; mend it")
  }
}
