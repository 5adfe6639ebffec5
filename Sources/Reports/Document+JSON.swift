public import Foundation

extension Document {
  /// Returns the document as JSON with sorted keys; numbers that JSON lacks become "nan", "inf" and "-inf".
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(self)
  }
}

extension DocumentBlock: Encodable {
  private enum CodingKeys: String, CodingKey {
    case heading, text, warning, code, facts, table, plot, grids, columns
  }

  /// Encodes an object with one key, the kind of the block.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .heading(let text): try container.encode(text, forKey: .heading)
    case .text(let text): try container.encode(text, forKey: .text)
    case .warning(let text): try container.encode(text, forKey: .warning)
    case .code(let text): try container.encode(text, forKey: .code)
    case .facts(let facts): try container.encode(facts, forKey: .facts)
    case .table(let table): try container.encode(table, forKey: .table)
    case .plot(let plot): try container.encode(plot, forKey: .plot)
    case .grids(let grids): try container.encode(grids, forKey: .grids)
    case .columns(let blocks): try container.encode(blocks, forKey: .columns)
    }
  }
}
