import Settings
import Testing

@Suite("Keys that are not there") struct OverlayMergerTests {
  @Test func anUnknownKeyNamesFileLineWayAndNeighbours() {
    let error = overlayError("name: a\ninner:\n  setps: 3\n")
    #expect(error?.description == "train.yaml:3: inner.setps: unknown key; the nearest are steps, rate, mixing")
    #expect(error?.column == 3)
  }

  @Test func aKeyOfAListElementNamesItsIndex() {
    let error = overlayError("stages:\n  - steps: 1\n  - inner:\n      rtae: 2\n")
    #expect(error?.keyPath == "stages.1.inner.rtae")
    #expect(error?.line == 4)
    #expect(error?.remedy == "the nearest are rate, steps, mixing")
  }

  @Test func aMisplacedKeyNamesWhereItBelongs() {
    #expect(overlayError("mixing: none")?.remedy.hasPrefix("write inner.mixing or stages.0.inner.mixing, or") == true)
  }

  @Test(arguments: ["- a\n- b", "just text", "3"]) func theTopIsAMapping(yaml: String) {
    let error = overlayError(yaml)
    #expect(error?.problem.hasSuffix("not keys with values") == true)
    #expect(error?.line == 1)
  }
}
