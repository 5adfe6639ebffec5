import Settings
import Foundation
import Testing

@Suite("Encoding as YAML") struct OverlayEncoderTests {
  @Test(arguments: [
    0.1 + 0.2, 1e-5, 2, 1e16, -0.0, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity,
  ])
  func everyNumberComesBackBitForBit(value: Double) throws {
    struct One: Codable { var value: Double }
    let yaml = try Overlay.yaml(of: One(value: value))
    let back = try Overlay.apply(yaml: yaml, named: "a.yaml", to: One(value: 1))
    #expect(back.value.bitPattern == value.bitPattern)
  }

  @Test func everyFloatComesBackBitForBit() throws {
    struct One: Codable { var value: Float }
    for value: Float in [0.1, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
      let yaml = try Overlay.yaml(of: One(value: value))
      #expect(try Overlay.apply(yaml: yaml, named: "a.yaml", to: One(value: 1)).value.bitPattern == value.bitPattern)
    }
  }

  @Test func numbersLookAsWritten() throws {
    #expect(try Overlay.yaml(of: ["a": 4.0, "b": 0.001, "c": 1e-5]) == "{a: 4.0, b: 0.001, c: 1e-05}\n")
  }

  @Test func aDictionaryIsSortedAndNestingIsKept() throws {
    let value = ["z": [[1, 2], []], "a": [[3]]]
    let yaml = try Overlay.yaml(of: value)
    #expect(yaml == "{a: [[3]], z: [[1, 2], []]}\n")
    #expect(try Overlay.apply(yaml: yaml, named: "a.yaml", to: [String: [[Int]]]()) == value)
  }

  @Test func datesAndAddressesKeepTheirForm() throws {
    struct Both: Codable, Equatable {
      var date = Date(timeIntervalSince1970: 0)
      var address = URL(filePath: "/a")
    }
    let both = Both(date: Date(timeIntervalSince1970: 1e9), address: URL(filePath: "/b"))
    #expect(try Overlay.apply(yaml: Overlay.yaml(of: both), named: "a.yaml", to: Both()) == both)
  }
}
