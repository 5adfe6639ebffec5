extension Program {
  /// A part of a program with its value on an input.
  public struct Step: Hashable, Sendable {
    /// The name of the part's outermost primitive.
    public let name: String
    /// The value; of a mask its cells in blue.
    public let grid: Grid
  }

  /// Returns the parts whose values are grids or masks, each once, the innermost first and the whole last.
  public func steps(on input: Grid) -> [Step] {
    var (steps, known) = ([Step](), Set<String>())
    func visit(_ program: Program) {
      guard known.insert(program.code).inserted else { return }
      switch program {
      case .input, .constant, .element: break
      case .apply(_, let arguments): arguments.forEach(visit)
      case .each(let list, _): visit(list)
      // What is inside sees other colours.
      case .ranked: break
      }
      // A part of a program that has a value has one, too.
      guard let value = try? program(input) else { return }
      switch value {
      case .grid(let grid): steps.append(Step(name: program.head, grid: grid))
      case .mask(let mask):
        let cells = Grid(packed: mask.cells, height: mask.height, width: mask.width)
        steps.append(Step(name: program.head, grid: cells))
      default: break
      }
    }
    visit(self)
    return steps
  }

  /// The name of the outermost primitive.
  private var head: String {
    switch self {
    case .input: "input"
    case .constant(let value): value.code
    case .apply(let primitive, _): primitive.name.replacing("_", with: " ")
    case .each(_, let body): "each \(body.head)"
    case .element: "it"
    case .ranked: "with ranked colours"
    }
  }
}
