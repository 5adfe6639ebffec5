/// The elements of the highest ranks, the best first; of equal ranks the earlier.
struct BestFirst<Element> {
  private let count: Int
  private var ranked: [(element: Element, rank: Double)] = []

  /// Creates a list that keeps so many elements.
  init(count: Int) { self.count = count }

  /// The elements that are kept.
  var elements: [Element] { ranked.map(\.element) }

  /// Adds an element, which is kept if few have a higher rank.
  mutating func add(_ element: Element, rank: Double) {
    if ranked.count == count {
      guard let last = ranked.last, rank > last.rank else { return }
      ranked.removeLast()
    }
    let place = ranked.lastIndex { $0.rank >= rank }.map { $0 + 1 } ?? 0
    ranked.insert((element, rank), at: place)
  }
}
