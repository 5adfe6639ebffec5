import Foundation
import Testing

@testable import Runs

@Suite struct RunTests {
  @Test func anIDIsReadableAndSafe() {
    let date = Date(timeIntervalSince1970: 1_795_262_580)
    let id = Run.makeID(name: "My Reptile / ../run!", date: date)
    #expect(id.hasPrefix("20261121-1203-my-reptile-run-"))
    #expect(id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
    #expect(Run.makeID(name: "…", date: date).hasPrefix("20261121-1203-run-"))
    #expect(Run.makeID(name: String(repeating: "a", count: 900), date: date).count < 64)
  }

  @Test func itsJSONHoldsTheConfigurationAsAStructure() throws {
    let store = try RunStore.inMemory()
    let run = try store.startSample(
      configuration: #"{"inner": {"steps": 5, "rate": 0.1}, "seed": 18446744073709551615}"#)
    let text = String(decoding: try JSONEncoder().encode(run), as: UTF8.self)
    #expect(text.contains(#""steps":5"#))
    #expect(text.contains("18446744073709551615"))
    #expect(text.contains(#""finished":null"#))
  }
}
