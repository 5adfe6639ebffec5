import Foundation
import Testing

@testable import Service

@Suite struct MultipartReaderTests {
  private let type = "multipart/form-data; boundary=BOUNDARY"
  private let body = """
    --BOUNDARY\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n--BOUNDARY\r
    Content-Disposition: form-data; name="file"; filename="a/b\\\\c \\"d\\".jsonl"\r
    Content-Type: application/octet-stream\r\n\r\n--BOUND\r\n--BOUNDAR\r\n\r\n\r\n--BOUNDARY--\r\nwhat follows is not read
    """

  private struct Part: Hashable {
    var name: String
    var filename: String?
    var bytes: [UInt8] = []
    var isWhole = false
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Reads a body that comes in pieces of a size.
  private func parts(_ body: some Sequence<UInt8>, _ type: String, by size: Int = 1 << 16) throws -> [Part] {
    var reader = try MultipartReader(contentType: type)
    var parts: [Part] = []
    let bytes = Array(body)
    for start in stride(from: 0, to: bytes.count, by: size) {
      try reader.read(bytes[start..<min(bytes.count, start + size)]) { event in
        switch event {
        case .part(let head): parts.append(Part(name: head.name, filename: head.filename))
        case .bytes(let more): parts[parts.count - 1].bytes += more
        case .end: parts[parts.count - 1].isWhole = true
        }
      }
    }
    try reader.finish()
    return parts
  }

  @Test(arguments: [1, 2, 3, 5, 7, 11, 13, 50, 1000]) func partsAreTheBytesBetweenBoundaries(size: Int) throws {
    let parts = try parts(body.utf8, type, by: size)
    #expect(parts.map(\.name) == ["purpose", "file"] && parts.allSatisfy(\.isWhole))
    #expect(parts[0].text == "fine-tune" && parts[0].filename == nil)
    #expect(parts[1].text == "--BOUND\r\n--BOUNDAR\r\n\r\n")
    #expect(parts[1].filename == "c \"d\".jsonl", "without folders")
  }

  @Test func aPreambleAndSpacesAfterBoundariesAreSkipped() throws {
    let padded = "nobody reads this\r\n" + body.replacing("--BOUNDARY\r\n", with: "--BOUNDARY \t\r\n")
    #expect(try parts(padded.utf8, type).count == 2)
    let quoted = "Multipart/Form-Data; charset=utf-8; boundary=\"BOUNDARY\""
    #expect(try parts(body.utf8, quoted).count == 2)
  }

  @Test func aBodyThatIsCutAnywhereIsRefused() {
    let whole = Array(body.utf8)
    let end = whole.count - "--\r\nwhat follows is not read".utf8.count
    for count in 0..<end {
      #expect(throws: OpenAIError.self, "\(count)") { try parts(whole.prefix(count), type) }
    }
  }

  @Test(arguments: [
    "", "text/plain; boundary=BOUNDARY", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\"a\u{e9}\"", "multipart/form-data; boundary=" + String(repeating: "a", count: 71),
    "multipart/mixed; boundary=BOUNDARY",
  ]) func aBoundaryThatIsNoneIsRefused(type: String) {
    #expect(throws: OpenAIError.self) { try parts(body.utf8, type) }
  }

  @Test(arguments: [
    "Content-Disposition: form-data\r\n\r\nx", "Content-Type: text/plain\r\n\r\nx", "no colon\r\n\r\nx",
    "Content-Disposition: attachment; name=\"a\"\r\n\r\nx", "Content-Disposition: form-data; name=\"a\"\r\nx",
    "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx",
    "Content-Disposition: form-data; name=\"" + String(repeating: "a", count: 9000) + "\"\r\n\r\nx",
    // The line end before a boundary is not the empty line that ends a head.
    "Content-Disposition: form-data; name=\"a\"\r\n",
  ]) func aPartWithoutAProperHeadIsRefused(part: String) {
    let body = "--BOUNDARY\r\n\(part)\r\n--BOUNDARY--\r\n"
    for size in [1, 4096] {
      #expect(throws: OpenAIError.self) { try parts(body.utf8, type, by: size) }
    }
  }

  @Test func aPartMayBeEmpty() throws {
    let body = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--BOUNDARY--"
    #expect(try parts(body.utf8, type) == [Part(name: "a", filename: nil, bytes: [], isWhole: true)])
  }

  @Test func tooManyPartsAreRefused() {
    let part = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
    let body = String(repeating: part, count: 65) + "--BOUNDARY--"
    #expect(throws: OpenAIError.self) { try parts(body.utf8, type) }
  }
}
