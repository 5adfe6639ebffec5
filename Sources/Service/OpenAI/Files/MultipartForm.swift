/// The parts of a body of `multipart/form-data`.
///
/// Read strictly: lines end with CRLF, every part has a name, and the closing boundary is there. A body that is cut off is refused
/// rather than taken for a shorter file.
/// - Source: RFC 2046, section 5.1.1; RFC 7578.
struct MultipartForm: Sendable {
  /// A part of a form.
  struct Part: Sendable {
    /// The name of the field.
    var name: String
    /// The name of the file, without folders, or `nil` for a field that is none.
    var filename: String?
    /// The content.
    var body: ArraySlice<UInt8>

    /// The content as text, or `nil` if it is not UTF-8.
    var text: String? { String(validating: body, as: UTF8.self) }
  }

  /// The parts in their order.
  let parts: [Part]

  /// The most parts of a form, and the most bytes of the head of one.
  private static let limits = (parts: 64, head: 8192)

  /// Returns the part of this name, or `nil` if there is none.
  subscript(name: String) -> Part? { parts.first { $0.name == name } }

  /// Reads a body.
  /// - Parameter contentType: the field of the request that names the boundary.
  /// - Throws: `OpenAIError` that says what is wrong with the body.
  init(_ body: [UInt8], contentType: String?) throws(OpenAIError) {
    let boundary = try Self.boundary(in: contentType ?? "")
    let delimiter = Array("\r\n--\(boundary)".utf8)
    // The first boundary may be the body's first line, or follow a preamble that nobody reads.
    var place =
      body.starts(with: delimiter.dropFirst(2))
      ? delimiter.count - 2 : try Self.find(delimiter, in: body, from: 0).upper
    var parts: [Part] = []
    while !body[place...].starts(with: "--".utf8) {
      while place < body.count, body[place] == 0x20 || body[place] == 0x09 { place += 1 }
      guard body[place...].starts(with: "\r\n".utf8) else { throw Self.fault("a boundary is not alone on its line") }
      guard parts.count < Self.limits.parts else { throw Self.fault("it has more than \(Self.limits.parts) parts") }
      let end = try Self.find(delimiter, in: body, from: place)
      parts.append(try Self.part(body[place..<end.lower]))
      place = end.upper
    }
    self.parts = parts
  }

  private static func fault(_ problem: String) -> OpenAIError {
    .invalid(nil, "the body is no multipart/form-data: \(problem)")
  }

  // MARK: Boundaries

  private static func boundary(in contentType: String) throws(OpenAIError) -> String {
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

  /// Returns where the next delimiter begins and ends.
  private static func find(
    _ delimiter: [UInt8], in body: [UInt8], from start: Int
  ) throws(OpenAIError) -> (lower: Int, upper: Int) {
    let place = body.withUnsafeBufferPointer { body -> Int? in
      var place = start
      while place + delimiter.count <= body.count {
        if body[place] == 0x0D, body[place...].starts(with: delimiter) { return place }
        place += 1
      }
      return nil
    }
    guard let place else { throw fault("the closing boundary is missing, as of a body that is cut off") }
    return (place, place + delimiter.count)
  }

  // MARK: Parts

  /// Reads what stands between two boundaries, with the line end before the head.
  private static func part(_ bytes: ArraySlice<UInt8>) throws(OpenAIError) -> Part {
    let head = bytes.prefix(limits.head)
    guard
      let end = head.indices.first(where: { head[$0...].starts(with: "\r\n\r\n".utf8) }),
      let text = String(validating: head[..<end], as: UTF8.self)
    else { throw fault("the head of a part has no end, or is not text") }
    var disposition: String?
    for line in text.split(separator: "\r\n") {
      let field = line.split(separator: ":", maxSplits: 1)
      guard field.count == 2 else { throw fault("a line of a part's head has no colon") }
      switch field[0].lowercased() {
      case "content-disposition": disposition = String(field[1])
      case "content-transfer-encoding":
        let coding = trimmed(field[1]).lowercased()
        guard ["7bit", "8bit", "binary"].contains(coding) else {
          throw fault("a part is coded as \(coding.prefix(40))")
        }
      default: break
      }
    }
    guard let disposition else { throw fault("a part has no Content-Disposition") }
    let fields = parameters(disposition)
    guard fields.value.lowercased() == "form-data", let name = fields.parameters["name"], !name.isEmpty else {
      throw fault("a part has no name")
    }
    let filename = fields.parameters["filename"].map { name in
      // Some clients send the way to a file; only its last part says anything here.
      let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "file"
      let plain = last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
      return plain.isEmpty ? "file" : String(String.UnicodeScalarView(plain.prefix(255)))
    }
    return Part(name: name, filename: filename, body: bytes[(end + 4)...])
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
