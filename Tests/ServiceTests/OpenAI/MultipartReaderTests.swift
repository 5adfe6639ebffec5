import Foundation
import Testing

@testable import Service

@Suite struct MultipartFormTests {
  private let type = "multipart/form-data; boundary=BOUNDARY"
  private let body = """
    --BOUNDARY\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n--BOUNDARY\r
    Content-Disposition: form-data; name="file"; filename="a/b\\\\c \\"d\\".jsonl"\r
    Content-Type: application/octet-stream\r\n\r\n--BOUND\r\n--BOUNDAR\r\n\r\n\r\n--BOUNDARY--\r\nwhat follows is not read
    """

  @Test func partsAreTheBytesBetweenBoundaries() throws {
    let form = try MultipartForm(Array(body.utf8), contentType: type)
    #expect(form.parts.map(\.name) == ["purpose", "file"])
    #expect(form["purpose"]?.text == "fine-tune" && form["purpose"]?.filename == nil)
    #expect(form["file"]?.text == "--BOUND\r\n--BOUNDAR\r\n\r\n")
    #expect(form["file"]?.filename == "c \"d\".jsonl", "without folders")
  }

  @Test func aPreambleAndSpacesAfterBoundariesAreSkipped() throws {
    let padded = "nobody reads this\r\n" + body.replacing("--BOUNDARY\r\n", with: "--BOUNDARY \t\r\n")
    #expect(try MultipartForm(Array(padded.utf8), contentType: type).parts.count == 2)
    let quoted = "Multipart/Form-Data; charset=utf-8; boundary=\"BOUNDARY\""
    #expect(try MultipartForm(Array(body.utf8), contentType: quoted).parts.count == 2)
  }

  @Test func aBodyThatIsCutAnywhereIsRefused() {
    let whole = Array(body.utf8)
    let end = whole.count - "--\r\nwhat follows is not read".utf8.count
    for count in 0..<end {
      #expect(throws: OpenAIError.self, "\(count)") { try MultipartForm(Array(whole.prefix(count)), contentType: type) }
    }
  }

  @Test(arguments: [
    "", "text/plain; boundary=BOUNDARY", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\"a\u{e9}\"", "multipart/form-data; boundary=" + String(repeating: "a", count: 71),
    "multipart/mixed; boundary=BOUNDARY",
  ]) func aBoundaryThatIsNoneIsRefused(type: String) {
    #expect(throws: OpenAIError.self) { try MultipartForm(Array(body.utf8), contentType: type) }
  }

  @Test(arguments: [
    "Content-Disposition: form-data\r\n\r\nx", "Content-Type: text/plain\r\n\r\nx", "no colon\r\n\r\nx",
    "Content-Disposition: attachment; name=\"a\"\r\n\r\nx", "Content-Disposition: form-data; name=\"a\"\r\nx",
    "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx",
    "Content-Disposition: form-data; name=\"" + String(repeating: "a", count: 9000) + "\"\r\n\r\nx",
  ]) func aPartWithoutAProperHeadIsRefused(part: String) {
    let body = "--BOUNDARY\r\n\(part)\r\n--BOUNDARY--\r\n"
    #expect(throws: OpenAIError.self) { try MultipartForm(Array(body.utf8), contentType: type) }
  }

  @Test func tooManyPartsAreRefused() {
    let part = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
    let body = String(repeating: part, count: 65) + "--BOUNDARY--"
    #expect(throws: OpenAIError.self) { try MultipartForm(Array(body.utf8), contentType: type) }
  }
}
