/// The head of a part of a form: its name, and that of its file.
struct MultipartHead: Hashable, Sendable {
  /// The name of the field.
  let name: String
  /// The name of the file, without folders, or `nil` for a field that is none.
  let filename: String?

  /// Reads the lines of a head, from the line end before the first on.
  /// - Throws: `OpenAIError` for one without a name.
  init(_ bytes: ArraySlice<UInt8>) throws(OpenAIError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.fault("the head of a part is not text")
    }
    var disposition: String?
    for line in text.split(separator: "\r\n") {
      let field = line.split(separator: ":", maxSplits: 1)
      guard field.count == 2 else { throw Self.fault("a line of a part's head has no colon") }
      switch field[0].lowercased() {
      case "content-disposition": disposition = String(field[1])
      case "content-transfer-encoding":
        let coding = Self.trimmed(field[1]).lowercased()
        guard ["7bit", "8bit", "binary"].contains(coding) else {
          throw Self.fault("a part is coded as \(coding.prefix(40))")
        }
      default: break
      }
    }
    guard let disposition else { throw Self.fault("a part has no Content-Disposition") }
    let fields = Self.parameters(disposition)
    guard fields.value.lowercased() == "form-data", let name = fields.parameters["name"], !name.isEmpty else {
      throw Self.fault("a part has no name")
    }
    filename = fields.parameters["filename"].map { name in
      // Some clients send the way to a file; only its last part says anything here.
      let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "file"
      let plain = last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
      return plain.isEmpty ? "file" : String(String.UnicodeScalarView(plain.prefix(255)))
    }
    self.name = name
  }

  /// Returns the refusal of a body.
  static func fault(_ problem: String) -> OpenAIError {
    .invalid(nil, "the body is no multipart/form-data: \(problem)")
  }

  /// Returns the text that stands between parts, as a content type says it.
  static func boundary(in contentType: String) throws(OpenAIError) -> String {
    let fields = parameters(contentType)
    guard fields.value.lowercased() == "multipart/form-data" else {
      throw .invalid(nil, "Content-Type: multipart/form-data with a boundary is expected")
    }
    let allowed = "'()+_,-./:=? "
    guard let boundary = fields.parameters["boundary"], (1...70).contains(boundary.utf8.count), boundary.last != " ",
      boundary.utf8.allSatisfy({ byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: allowed.utf8.contains(byte)
        }
      })
    else {
      throw .invalid(nil, "Content-Type: the boundary is missing, or is not 1 to 70 of the characters it may have")
    }
    return boundary
  }

  /// Returns a field's value and its parameters, as `form-data; name="file"`.
  static func parameters(_ field: String) -> (value: String, parameters: [String: String]) {
    var rest = Array(field.unicodeScalars)[...]
    func take(until ends: Set<Unicode.Scalar>) -> String {
      let part = rest.prefix { !ends.contains($0) }
      rest = rest.dropFirst(part.count)
      return trimmed(String(String.UnicodeScalarView(part)))
    }
    let value = take(until: [";"])
    var parameters: [String: String] = [:]
    while rest.first == ";" {
      rest = rest.dropFirst()
      let name = take(until: ["=", ";"]).lowercased()
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst().drop { $0 == " " }
      let value = rest.first == "\"" ? quoted(&rest) : take(until: [";"])
      if parameters[name] == nil { parameters[name] = value }
      _ = take(until: [";"])
    }
    return (value, parameters)
  }

  /// Reads a text in quotes, in which a backslash stands before a quote, or browsers write %22.
  private static func quoted(_ rest: inout ArraySlice<Unicode.Scalar>) -> String {
    rest = rest.dropFirst()
    var text = String.UnicodeScalarView()
    while let scalar = rest.first, scalar != "\"" {
      rest = rest.dropFirst()
      if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
        text.append(next)
        rest = rest.dropFirst()
      } else {
        text.append(scalar)
      }
    }
    rest = rest.dropFirst()
    return String(text).replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
