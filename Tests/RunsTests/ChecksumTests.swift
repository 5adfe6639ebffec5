import Foundation
import Runs
import Testing

@Suite struct ChecksumTests {
  // Values of the reference implementation (xxhsum -H1, seed 0).
  @Test(arguments: [
    ("", "ef46db3751d8e999"),
    ("a", "d24ec4f1a98c6e5b"),
    ("abc", "44bc2cf5ad770999"),
    ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
  ])
  func itIsThePublishedXXH64(text: String, expected: String) {
    #expect(Checksum.text(of: Data(text.utf8)) == expected)
  }

  @Test func everyBitCounts() {
    let data = Data((0..<77).map { UInt8($0) })
    let whole = Checksum.of(data)
    for index in data.indices {
      var other = data
      other[index] ^= 1
      #expect(Checksum.of(other) != whole)
    }
    #expect(Checksum.of(data.dropLast()) != whole)
  }
}
