extension [Int] {
  /// Returns the place of the largest number, or throws if there is none or a tie.
  func placeOfMost() throws(Undefined) -> Int {
    guard let most = self.max(), let place = firstIndex(of: most) else { throw .nothing }
    guard count(where: { $0 == most }) == 1 else { throw .tie }
    return place
  }

  /// Returns the place of the smallest number, or throws if there is none or a tie.
  func placeOfLeast() throws(Undefined) -> Int {
    guard let least = self.min(), let place = firstIndex(of: least) else { throw .nothing }
    guard count(where: { $0 == least }) == 1 else { throw .tie }
    return place
  }
}

extension Array where Element: Hashable {
  /// The places of each value, in the order of their first ones.
  var places: [[Int]] {
    var classes: [Element: Int] = [:]
    var places: [[Int]] = []
    for (place, element) in enumerated() {
      if let known = classes[element] {
        places[known].append(place)
      } else {
        classes[element] = places.count
        places.append([place])
      }
    }
    return places
  }

  /// Returns the place of the one value that is unlike all others, which are alike or at least come in twos; throws if
  /// there is no such value.
  func placeOfOdd() throws(Undefined) -> Int {
    guard count > 2 else { throw .noSuchStructure }
    let single = places.filter { $0.count == 1 }
    guard single.count == 1 else { throw single.isEmpty ? .nothing : .tie }
    return single[0][0]
  }

  /// Returns the first place of the value that is there most often, or throws if there is a tie.
  func placeOfCommonest() throws(Undefined) -> Int {
    let places = places
    guard let most = places.map(\.count).max() else { throw .nothing }
    let commonest = places.filter { $0.count == most }
    guard commonest.count == 1 else { throw .tie }
    return commonest[0][0]
  }

  /// The rank of each value's class, from 1 for the commonest; classes of one size share a rank.
  var classRanks: [Int] {
    let places = places
    let sizes = Set(places.map(\.count)).sorted(by: >)
    var ranks = [Int](repeating: 0, count: count)
    for members in places {
      let rank = (sizes.firstIndex(of: members.count) ?? 0) + 1
      for place in members { ranks[place] = rank }
    }
    return ranks
  }
}
