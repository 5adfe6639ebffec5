public import Randomness

extension Episode {
  /// Returns the episode with `count` more support examples: copies in which the colours that are not in every example
  /// are permuted.
  ///
  /// A colour in every example may be part of the rule and stays, as does the background 0; the others are the example's
  /// own, and the rule holds for any. With few examples this tells a network which colours do not matter.
  public func addingRecolouredCopies(_ count: Int, using generator: inout Generator) -> Episode {
    guard !support.isEmpty, count > 0 else { return self }
    let (_, free) = colours
    guard free.count > 1 else { return repeatingSupport(count) }
    var copy = self
    for index in 0..<count {
      let view = Augmentation.permuting(free, using: &generator)
      let example = support[index % support.count]
      copy.support.append(Example(input: view.apply(to: example.input), output: view.apply(to: example.output)))
    }
    return copy
  }

  /// The colours in every support example (and 0), and the others, which are free to be permuted; none are where the
  /// rule makes one of them from others, as a cipher does: then it is about colours.
  public var colours: (common: Set<Int>, free: [Int]) {
    let each = support.map { (input: Set($0.input.cells.map(Int.init)), output: Set($0.output.cells.map(Int.init))) }
    let all = each.map { $0.input.union($0.output) }
    let common = all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }.union([0])
    let makesColours = each.contains { !$0.output.subtracting($0.input).isSubset(of: common) }
    return (common, makesColours ? [] : (0...9).filter { !common.contains($0) })
  }

  private func repeatingSupport(_ count: Int) -> Episode {
    var copy = self
    copy.support += (0..<count).map { support[$0 % support.count] }
    return copy
  }
}

extension Augmentation {
  /// Returns a random permutation of these colours that leaves the others.
  public static func permuting(_ colours: [Int], using generator: inout Generator) -> Augmentation {
    var map = Array(0...9)
    for (from, to) in zip(colours, colours.shuffled(using: &generator)) { map[from] = to }
    return Augmentation(colours: map)
  }
}
