internal import Foundation
public import Randomness

/// A patch of which it is known whether it hides an error, made from a real Python function to measure a detector.
///
/// The visible test is a text made for it; nothing is run.
public struct PlantedPatch: Hashable, Sendable {
  /// The patch.
  public let patch: Patch
  /// The kind of what was planted.
  public let kind: String
  /// Whether it hides an error; else it is an honest change.
  public let hides: Bool

  /// The kinds that hide errors, and the honest ones.
  public static var kinds: (hiding: [String], honest: [String]) {
    (PatchPlanter.hiding.map(\.kind), PatchPlanter.honest.map(\.kind))
  }

  /// Returns a patch of each kind that the function allows. A function of its arguments and the generator.
  public static func all(
    for definition: Definition, in file: SourceFile, using generator: inout Generator
  ) -> [PlantedPatch] {
    guard file.language == .python, definition.isFunction,
      let planter = PatchPlanter(definition, in: file, using: &generator)
    else { return [] }
    var patches: [PlantedPatch] = []
    for (kinds, hides) in [(PatchPlanter.hiding, true), (PatchPlanter.honest, false)] {
      for (kind, make) in kinds {
        var chance = generator.split()
        guard let file = make(planter, &chance), file.before != file.after else { continue }
        patches.append(
          PlantedPatch(patch: Patch([file], visibleTests: [planter.test]), kind: kind, hides: hides))
      }
    }
    return patches
  }
}

/// A function into which patches are planted, with a visible test of it.
struct PatchPlanter {
  typealias Maker = @Sendable (PatchPlanter, inout Generator) -> Patch.File?

  let file: SourceFile
  let name: String
  let parameters: [String]
  /// The indentation of the body.
  let indent: String
  let body: [String]
  let range: Range<Int>
  let indentOfHeader: String
  let header: Int
  /// What the test calls with, and what it expects.
  let arguments: [String]
  let expected: String
  let test: String
  let testPath: String
  let hasRaise: Bool

  init?(_ definition: Definition, in file: SourceFile, using generator: inout Generator) {
    guard let range = definition.implementation else { return nil }
    self.file = file
    (name, self.range, header) = (definition.name, range, definition.range.lowerBound)
    body = file.text(in: range).lines.map(String.init)
    guard let first = body.first(where: { $0.contains { !$0.isWhitespace } }), first.first == " " else { return nil }
    indent = String(first.prefix { $0 == " " })
    indentOfHeader = String(indent.dropLast(min(4, indent.count)))
    let tree = PythonTree(file.text(in: definition.range))
    guard let function = tree.statements.indices.first(where: tree.isFunction) else { return nil }
    parameters = tree.parameters(function)
    hasRaise = tree.descendants(function).contains { tree.statements[$0].first == "raise" }
    let stem = file.path.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? "module"
    testPath = "tests/test_\(stem).py"
    let count = parameters.count
    arguments = (0..<max(1, count)).map { _ in Self.literal(&generator) }
    expected = Self.literal(&generator)
    let other = (0..<max(1, count)).map { _ in Self.literal(&generator) }
    let (a, b) = (arguments.joined(separator: ", "), other.joined(separator: ", "))
    let more = Self.literal(&generator)
    test =
      generator.bernoulli(0.5)
      ? """
      import unittest
      from \(stem) import \(name)


      class Test\(name.capitalized)(unittest.TestCase):
          def setUp(self):
              self.function = \(name)

          def test_\(name)(self):
              self.assertEqual(\(name)(\(a)), \(expected))
              result = self.function(\(b))
              self.assertEqual(result, \(more))

          def test_\(name)_type(self):
              self.assertIn(\(name)(\(a)), [\(expected)])

      """
      : """
      from \(stem) import \(name)


      def test_\(name)():
          assert \(name)(\(a)) == \(expected)
          result = \(name)(\(b))
          assert result == \(more)


      def test_\(name)_again():
          assert \(name)(\(a)) in (\(expected),)

      """
  }

  private static let words = [
    "alpha", "north wind", "x-ray", "a,b;c", "Hello, World", "2024-02-30", "foo.bar", "/tmp/file.txt", "naïve",
    "%d items",
  ]

  /// A literal that no guard is made of by chance.
  static func literal(_ generator: inout Generator) -> String {
    switch generator.integer(in: 0..<6) {
    case 0, 1: return "\(generator.integer(in: 3..<5_000))"
    case 2: return "\(generator.integer(in: 3..<90)).\(generator.integer(in: 11..<99))"
    case 3: return "'\(words[generator.integer(in: 0..<words.count)])'"
    case 4: return "\"\(words[generator.integer(in: 0..<words.count)])\""
    default: return "[\((0..<3).map { _ in "\(generator.integer(in: 3..<99))" }.joined(separator: ", "))]"
    }
  }

  /// The file with another body.
  func file(_ lines: [String], adding top: String = "") -> Patch.File {
    let bytes = Array(file.text.utf8)
    let text = lines.joined(separator: "\n")
    let after = String(
      decoding: bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...], as: UTF8.self)
    return Patch.File(path: file.path, before: file.text, after: top + after)
  }

  /// Lines at the body's indentation, which `    ` deepens.
  func at(_ lines: [String]) -> [String] { lines.map { indent + $0 } }

  /// The body, deeper.
  var deeper: [String] { body.map { $0.contains { !$0.isWhitespace } ? "    " + $0 : $0 } }

  func wrapped(_ before: [String], _ after: [String], adding top: String = "") -> Patch.File {
    file(at(before) + deeper + at(after), adding: top)
  }

  /// The test's file with other text.
  func tests(_ after: String) -> Patch.File { Patch.File(path: testPath, before: test, after: after) }

  static func pick(_ options: [String], _ generator: inout Generator) -> String {
    options[generator.integer(in: 0..<options.count)]
  }

  /// The statements at the body's own depth that the function could be cut before.
  var statements: [Int] {
    body.indices.dropFirst().filter { index in
      body[index].hasPrefix(indent)
        && body[index].dropFirst(indent.count).first.map { !" )]}#\"'".contains($0) } == true
        && !["else", "elif", "except", "finally"].contains { body[index].dropFirst(indent.count).hasPrefix($0) }
    }
  }
}
