internal import Foundation

/// The definitions of a Ruby file: each ends at the first `end` of its own indentation, as formatters write it.
struct EndScanner {
  private let file: SourceFile

  init(_ file: SourceFile) { self.file = file }

  func definitions() -> [Definition] {
    let map = LexicalMap(file.text, file.language)
    let table = LineTable(map.bytes)
    let code = map.blanked()
    let lines = table.starts.indices.map { line in
      table.starts[line]..<(line + 1 < table.starts.count ? table.starts[line + 1] - 1 : code.count)
    }
    func indent(_ line: Range<Int>) -> Int { code[line].prefix { $0 == 32 || $0 == 9 }.count }
    var found: [Definition] = []
    var open: [(name: String, end: Int, isType: Bool)] = []
    for (index, line) in lines.enumerated() {
      while let last = open.last, last.end < index { open.removeLast() }
      guard let match = HeaderPatterns.last(in: Array(code[line]), file.language) else { continue }
      let column = indent(line)
      let end = lines[(index + 1)...].firstIndex {
        indent($0) == column && map.hasWord("end", at: $0.lowerBound + column)
      }
      guard let end else { continue }
      let name = String(
        map.bytes, (line.lowerBound + match.name.lowerBound)..<(line.lowerBound + match.name.upperBound))
      // A header whose parentheses span lines ends where they close.
      var header = index
      var depth = 0
      for line in index...end {
        for byte in code[lines[line]] { depth += byte == 40 ? 1 : byte == 41 ? -1 : 0 }
        header = line
        if depth <= 0 { break }
      }
      let body = header + 1 < end ? lines[header + 1].lowerBound..<lines[end - 1].upperBound : nil
      let isInType = open.last?.isType == true
      found.append(
        Definition(
          name: name, scope: open.map(\.name), kind: match.kind == .function && isInType ? .method : match.kind,
          file: file.path, range: line.lowerBound..<(lines[end].lowerBound + column + 3),
          lines: (index + 1)...(end + 1),
          signature: String(map.bytes, line.lowerBound..<lines[header].upperBound).singleSpaced,
          docstring: CommentBefore.range(line.lowerBound, map, table), body: body, implementation: body))
      open.append((name, end, match.kind == .type))
    }
    return found
  }
}
