import Settings
import Testing

@Suite("Values that their type refuses") struct OverlayDecodingTests {
  @Test func anUnknownCaseListsAllAndTheNearest() {
    let error = overlayError("name: a\ninner:\n  mixing: atention\n")
    #expect(
      error?.description == "train.yaml:3: inner.mixing: \"atention\" is none of attention, tokenMLP, none; "
        + "the nearest is attention")
  }

  @Test func soDoesACaseInAList() {
    let error = overlayError("stages:\n- {}\n- {}\n- inner:\n    mixing: tokenmlp\nmixings: []\n")
    #expect(error?.keyPath == "stages.2.inner.mixing")
    #expect(error?.line == 5)
    #expect(error?.remedy == "the nearest is tokenMLP")
    #expect(overlayError("mixings:\n- none\n- x")?.problem == "\"x\" is none of attention, tokenMLP, none")
  }

  @Test func aNumberThatDoesNotFitNamesTheType() {
    #expect(
      overlayError("\nsmall: 300")?.description
        == "train.yaml:2: small: \"300\" does not fit; write a value of type UInt8")
    #expect(overlayError("seed: -1")?.remedy == "write a value of type UInt64")
  }

  @Test func aValueOfAnOpenSectionIsCheckedByItsType() {
    let error = overlayError("weights:\n  cipher: 1\n  shift: much\n")
    #expect(error?.description == "train.yaml:3: weights.shift: \"much\" does not fit; write a value of type Double")
    #expect(overlayError("extras:\n- [a]\n")?.keyPath == "extras.0")
  }

  @Test func whatTheConfigurationItselfRefusesIsPassedOn() {
    struct Refusal: Error, CustomStringConvertible { var description: String { "odd numbers only" } }
    struct Picky: Codable {
      var number = 1
      init() {}
      init(from decoder: any Decoder) throws { throw Refusal() }
    }
    let error = #expect(throws: OverlayError.self) {
      try Overlay.apply(yaml: "number: 2", named: "a.yaml", to: Picky())
    }
    #expect(error?.problem == "odd numbers only")
  }
}
