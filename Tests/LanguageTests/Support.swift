import Foundation
import Language
import Networks
import Randomness
import Tasks

/// A decoder of bytes with random weights: two blocks of width 32.
func tiny(seed: UInt64 = 1, longest: Int = 256) throws -> LanguageModel {
  var c = DecoderConfiguration()
  (c.vocabulary, c.width, c.layers, c.heads, c.keyValueHeads, c.headWidth) = (256, 32, 2, 4, 2, 8)
  (c.innerWidth, c.longest) = (64, longest)
  var generator = Generator(seed: seed)
  return try LanguageModel("tiny", CausalDecoder(c, using: &generator), .bytes)
}

/// A folder that is removed when the body ends.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "language-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Verses that repeat, so that a little training shows.
func verses(_ count: Int = 40) -> String {
  (0..<count).map { "\($0 % 7) green bottles hanging on the wall\n" }.joined()
}
