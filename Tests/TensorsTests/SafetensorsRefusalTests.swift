import Foundation
import Randomness
import Tensors
import Testing

/// Files from strangers: each is refused with an error that says what is wrong, and none ends the program.
@Suite(.enabled(if: Torch.isAvailable)) struct SafetensorsRefusalTests {
  private static func file(_ header: String, length: UInt64? = nil, body: Int = 0) -> Data {
    var data = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
    data += Data(header.utf8)
    return data + Data(count: body)
  }

  /// A file of one tensor x.
  private static func one(_ fields: String, body: Int) -> Data { file("{\"x\":{\(fields)}}", body: body) }

  private static let hostile: [(String, Data, String)] = [
    ("nothing", Data(), "too few"),
    ("seven bytes", Data(count: 7), "too few"),
    ("huge header", file("{}", length: .max), "claims"),
    ("sign bit", file("{}", length: 1 << 63), "claims"),
    ("header above the limit", file("{}", length: 100_000_001), "claims"),
    ("header beyond the file", file("{}", length: 3), "claims"),
    ("no header", file(""), "JSON"),
    ("text", file("not json"), "JSON"),
    ("array", file("[1]"), "JSON"),
    ("blank first", file(" {}"), "JSON"),
    ("cut JSON", file("{\"x\":{\"dtype\":\"F32\""), "JSON"),
    ("two objects", file("{}{}"), "JSON"),
    ("deep nesting", file("{\"x\":" + String(repeating: "[", count: 50_000)), "JSON"),
    ("metadata of numbers", file("{\"__metadata__\":{\"a\":1}}"), "text to text"),
    ("metadata list", file("{\"__metadata__\":[]}"), "text to text"),
    ("entry of text", file("{\"x\":\"F32\"}"), "needs dtype"),
    ("no dtype", one("\"shape\":[1],\"data_offsets\":[0,4]", body: 4), "needs dtype"),
    ("no shape", one("\"dtype\":\"F32\",\"data_offsets\":[0,4]", body: 4), "needs dtype"),
    ("no offsets", one("\"dtype\":\"F32\",\"shape\":[1]", body: 4), "needs dtype"),
    ("one offset", one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]", body: 4), "needs dtype"),
    ("three offsets", one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,2,4]", body: 4), "needs dtype"),
    ("fraction", one("\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,6]", body: 6), "needs dtype"),
    ("text as size", one("\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]", body: 4), "needs dtype"),
    ("unknown dtype", one("\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]", body: 4), "dtype F8_E4M3"),
    ("negative size", one("\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]", body: 4), "impossible shape"),
    ("two negatives", one("\"dtype\":\"F32\",\"shape\":[-1,-1],\"data_offsets\":[0,4]", body: 4), "impossible shape"),
    (
      "overflow", one("\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]", body: 0),
      "impossible shape"
    ),
    (
      "overflow to the right size",
      one("\"dtype\":\"U8\",\"shape\":[9223372036854775807,9223372036854775807],\"data_offsets\":[0,1]", body: 1),
      "impossible shape"
    ),
    (
      "overflow behind a zero",
      one("\"dtype\":\"F32\",\"shape\":[0,9223372036854775807,4],\"data_offsets\":[0,0]", body: 0), "impossible shape"
    ),
    (
      "a thousand dimensions",
      one(
        "\"dtype\":\"U8\",\"shape\":[\(Array(repeating: "1", count: 1000).joined(separator: ","))],"
          + "\"data_offsets\":[0,1]", body: 1), "dimensions"
    ),
    ("beyond the end", one("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]", body: 4), "outside"),
    ("before the start", one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]", body: 4), "outside"),
    ("backwards", one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]", body: 4), "outside"),
    (
      "number beyond 64 bits",
      one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]", body: 4), "needs dtype"
    ),
    ("span too short", one("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]", body: 4), "takes 8 bytes"),
    ("hole at the start", one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]", body: 8), "starts at 4"),
    ("trailing bytes", one("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]", body: 5), "belong to no tensor"),
    (
      "overlap",
      file(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", body: 12), "starts at 4"
    ),
    (
      "the same bytes twice",
      file(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
          + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", body: 4), "starts at 0"
    ),
    (
      "a hole between",
      file(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
          + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}", body: 12), "starts at 8"
    ),
    (
      "one name twice",
      file(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
          + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", body: 8), ""
    ),
    (
      "a truth value that is none",
      one("\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]", body: 0) + Data([1, 2]), "neither 0 nor 1"
    ),
  ]

  @Test(arguments: hostile.indices)
  func isRefusedWithItsReason(index: Int) {
    let (name, data, reason) = Self.hostile[index]
    let error = #expect(throws: SafetensorsError.self, "\(name)") {
      try Safetensors(decoding: data, named: "stranger.safetensors")
    }
    #expect(error?.file == "stranger.safetensors")
    #expect(reason.isEmpty || error?.problem.contains(reason) == true, "\(name): \(error?.problem ?? "accepted")")
  }

  @Test func everyTruncationIsRefused() {
    let file = SafetensorsTests.example().encoded()
    for length in 0..<file.count {
      #expect(throws: SafetensorsError.self) { try Safetensors(decoding: file.prefix(length)) }
    }
  }

  @Test func noMutationEndsTheProgram() {
    let valid = SafetensorsTests.example().encoded()
    var generator = Generator(seed: 11)
    var refused = 0
    for _ in 0..<2000 {
      var file = valid
      for _ in 0..<generator.integer(in: 1..<5) {
        let place = generator.integer(in: 0..<file.count)
        switch generator.integer(in: 0..<4) {
        case 0: file[place] ^= 1 << UInt8(generator.integer(in: 0..<8))
        case 1: file[place] = UInt8(truncatingIfNeeded: generator.next())
        case 2: file.remove(at: place)
        default: file.insert("0123456789-,[]{}\"".utf8.randomElement(using: &generator)!, at: place)
        }
      }
      do throws(SafetensorsError) {
        let read = try Safetensors(decoding: file)
        // What is accepted can be used.
        for tensor in read.tensors.values {
          #expect(tensor.converted(to: .float64).scalars(Double.self).count == tensor.count)
        }
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1000, "most damage is noticed")
  }
}
