import Testing

@testable import Tasks

/// Returns the value of the primitive of this name that takes arguments of these types.
func apply<R: ProgramValue>(_ name: String, _ arguments: any ProgramValue...) throws -> R {
  let values = arguments.map(\.value)
  let primitive = try #require(Primitives.named[name]?.first { $0.parameters == values.map(\.type) }, "no \(name)")
  return try #require(R(primitive(values)))
}

/// Creates a grid of lines of digits, a dot being black.
func drawing(_ lines: String...) -> Grid {
  Grid(rows: lines.map { line in line.map { $0.wholeNumberValue ?? 0 } })
}
