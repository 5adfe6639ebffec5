import Settings
import Randomness
import Testing

@Suite("Bad YAML") struct OverlayParserTests {
  @Test func aTabIsNamed() {
    let error = overlayError("inner:\n\tsteps: 3\n")
    #expect(error?.problem.hasPrefix("this is no YAML: ") == true)
    #expect(error?.remedy == "indent with spaces, not tabs")
    #expect(error?.line == 2)
  }

  @Test(arguments: ["name: [1, 2", "name: \"a", "inner: steps: 3", "a\nb: 1\n c", "name: @x", "}", "name: !<"])
  func whatDoesNotParseNamesALine(yaml: String) {
    let error = overlayError(yaml)
    #expect(error?.problem.hasPrefix("this is no YAML: ") == true)
    #expect(error?.line != nil)
  }

  @Test func severalDocumentsAreRefusedAtTheSecond() {
    let error = overlayError("name: a\n---\nname: b\n")
    #expect(error?.problem == "a second document begins here")
    #expect(error?.line == 2)
  }

  @Test(arguments: ["name: a\nname: b", "name: a\n\"name\": b", "inner: {steps: 1, 'steps': 2}"])
  func aKeyIsGivenOnce(yaml: String) {
    #expect(overlayError(yaml)?.problem == "given twice")
  }

  @Test func anUndefinedAliasIsNamed() {
    #expect(overlayError("name: *nobody")?.remedy == "define the anchor with & above its alias")
  }

  @Test(arguments: ["inner: {<<: 3}", "inner:\n  <<: [3]\n"]) func aMergeKeyTakesMappings(yaml: String) {
    #expect(overlayError(yaml)?.problem == "a merge key takes a mapping or a list of mappings")
  }

  @Test func aKeyIsText() {
    #expect(overlayError("[a, b]: 3")?.problem == "a key is a list or a mapping")
  }

  @Test(arguments: [65, 1_500, 100_000]) func depthIsLimited(depth: Int) {
    for yaml in [String(repeating: "[", count: depth) + String(repeating: "]", count: depth)]
      + (depth < 10_000 ? [String(repeating: "- ", count: depth) + "a"] : [])
    {
      let error = overlayError("extras:\n  " + yaml)
      #expect(error?.problem.contains("level") == true)
    }
  }

  @Test func aliasesThatMultiplyAreStopped() {
    var yaml = "extras:\n  - &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      yaml += "  - &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(overlayError(yaml)?.problem == "more than 100000 values")
  }

  @Test func aControlCharacterIsRefused() {
    let error = overlayError("name: a\nrate: \u{1}\n")
    #expect(error?.problem.hasPrefix("this is no text") == true)
    #expect(error?.line == 2)
  }

  @Test func damagedTextIsReadOrRefusedButNeverTraps() {
    let whole = Array(
      """
      name: &n "a b"   # comment
      seed: 0x1F
      inner: &i {steps: 3, rate: 1e-3, mixing: none}
      stages:
        - steps: 1
          lengths: [1, 2]
          inner:
            <<: *i
        - {inner: *i}
      weights: {? cipher : 2, "x": .inf}
      extras: [|, 'it'''s', *n, !!str 3, >-]
      """.unicodeScalars)
    let strange = Array("{}[]:,-?&*!|>%@`'\"#~\n\t <=\u{0}\u{feff}\u{85}é1".unicodeScalars)
    var generator = Generator(seed: 1)
    func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    for _ in 0..<1_000 {
      var scalars = whole
      for _ in 0...below(4) {
        switch below(3) {
        case 0: scalars.remove(at: below(scalars.count))
        case 1: scalars.insert(strange[below(strange.count)], at: below(scalars.count))
        default: scalars = Array(scalars.prefix(below(scalars.count) + 1))
        }
        if scalars.isEmpty { scalars = whole }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      do {
        _ = try overlay(String(text))
      } catch {
        #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
      }
    }
  }
}
