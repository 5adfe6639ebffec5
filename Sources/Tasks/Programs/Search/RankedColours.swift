/// A view of an episode in which the colours of each pair are numbered by how common they are in its input: black stays,
/// the most common other colour is 1.
struct RankedColours {
  /// A numbering of the colours of one input.
  struct Numbering {
    /// The number of each colour.
    let numbers: [UInt8]

    init(of input: Grid) {
      let counts = input.colourCounts
      let order = (1..<10).sorted { (-counts[$0], $0) < (-counts[$1], $1) }
      var numbers = [UInt8](repeating: 0, count: 10)
      for (rank, colour) in order.enumerated() { numbers[colour] = UInt8(rank + 1) }
      self.numbers = numbers
    }

    /// Returns the grid in numbers.
    func numbered(_ grid: Grid) -> Grid {
      Grid(packed: grid.cells.map { numbers[Int($0)] }, height: grid.height, width: grid.width)
    }

    /// Returns the grid in colours.
    func restored(_ grid: Grid) -> Grid {
      var colours = [UInt8](repeating: 0, count: 10)
      for (colour, number) in numbers.enumerated() { colours[Int(number)] = UInt8(colour) }
      return Grid(packed: grid.cells.map { colours[Int($0)] }, height: grid.height, width: grid.width)
    }
  }

  /// The episode in numbers.
  let episode: Episode
  /// The numbering of each query.
  let queries: [Numbering]

  /// Creates the view, or returns `nil` if all inputs have the same numbering: then it shows nothing new.
  init?(of episode: Episode) {
    let support = episode.support.map { Numbering(of: $0.input) }
    queries = episode.query.map { Numbering(of: $0.input) }
    guard Set((support + queries).map(\.numbers)).count > 1 else { return nil }
    self.episode = Episode(
      name: episode.name, family: episode.family,
      support: zip(episode.support, support).map {
        Example(input: $1.numbered($0.input), output: $1.numbered($0.output))
      },
      query: zip(episode.query, queries).map { Query(input: $1.numbered($0.input)) })
  }
}
