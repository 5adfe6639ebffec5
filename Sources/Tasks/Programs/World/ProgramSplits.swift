import Randomness

/// How much of a program training may have shown.
public enum ProgramNovelty: String, CaseIterable, Codable, Sendable {
  /// The program itself may be drawn in training.
  case none
  /// The program is not trained on, but each of its primitives is, and each of them on each other.
  case program
  /// A primitive stands directly on another as it never does in training.
  case pair
  /// A primitive never occurs in training.
  case primitive
}

extension Program {
  /// What of the program training never shows: a tenth of the primitives of grids, a tenth of the pairs of them, and
  /// three tenths of the programs.
  public var novelty: ProgramNovelty {
    var novelty = ProgramNovelty.none
    forEachPair { outer, inner in
      if outer.isHeldOut { novelty = .primitive }
      if let inner, novelty == .none, outer.isHeldOut(on: inner) { novelty = .pair }
    }
    if novelty != .none { return novelty }
    return Split.hashed(family: "programs", rule: code) == .metaTrain ? .none : .program
  }

  /// The split: what has a primitive or a pair that is held out is meta-test's, the rest is divided by hash.
  public var split: Split {
    switch novelty {
    case .none: .metaTrain
    case .program: .hashed(family: "programs", rule: code)
    case .pair, .primitive: .metaTest
    }
  }

  /// Gives each primitive to `visit`, first alone and then with each primitive that is directly an argument.
  private func forEachPair(_ visit: (Primitive, Primitive?) -> Void) {
    switch self {
    case .input, .constant, .element: break
    case .apply(let primitive, let arguments):
      visit(primitive, nil)
      for argument in arguments {
        if case .apply(let inner, _) = argument { visit(primitive, inner) }
        argument.forEachPair(visit)
      }
    case .each(let list, let body):
      list.forEachPair(visit)
      body.forEachPair(visit)
    case .ranked(let program): program.forEachPair(visit)
    }
  }
}

extension Primitive {
  /// Whether the primitive makes a grid of one grid and constants; others, such as `paint`, are what programs are built
  /// with, and nothing is held out of them.
  private var isAboutOneGrid: Bool {
    result == .grid && parameters[0] == .grid
      && parameters.dropFirst().allSatisfy { $0 == .colour || $0 == .number || $0 == .direction }
  }

  /// Whether no program of training has it.
  var isHeldOut: Bool { isAboutOneGrid && stableHash("programs/\(signature)") >> 16 % 10 == 0 }

  /// Whether no program of training has it directly on another.
  func isHeldOut(on inner: Primitive) -> Bool {
    isAboutOneGrid && inner.isAboutOneGrid && stableHash("programs/\(signature)/\(inner.signature)") >> 16 % 10 == 0
  }
}
