import Randomness

/// The division of Omniglot's characters into splits, as in the literature; numbers of different protocols are not
/// comparable.
public enum OmniglotSplit: String, CaseIterable, Codable, Sendable {
  /// 1100 / 100 / 423 characters at random; in every split each class of an episode is rotated by a random quarter
  /// turn.
  ///
  /// - Source: Finn, Abbeel, Levine 2017, and the published code.
  /// - Differs: the code shuffles in the order of `os.listdir`, which no other machine repeats; we shuffle sorted names
  ///   with a fixed seed. Its `test_set` flag picks the 100 characters and its validation the 423; here it is as named.
  case maml
  /// 1028 / 172 / 423 characters by alphabet, with each quarter turn a class of its own: 4112 / 688 / 1692.
  ///
  /// - Source: Vinyals et al. 2016, "Matching Networks for One Shot Learning"; the lists of Snell, Swersky, Zemel 2017.
  case vinyals
  /// 1150 / 50 / 423 characters at random; each class of a meta-training episode is rotated by a random quarter turn,
  /// none of the others is.
  ///
  /// - Source: Antoniou, Edwards, Storkey 2019, "How to Train Your MAML", and the published code.
  /// - Differs: another shuffle, that of `maml`, so that both test on the same 423.
  case mamlPlusPlus

  /// Returns the classes of each split, for the names `Alphabet/character01` of characters.
  func classes(of names: [String]) -> [Split: [OmniglotClass]] {
    switch self {
    case .maml:
      return shuffled(names, train: 1100, validation: 100).mapValues { $0.map { .init(character: $0, turns: nil) } }
    case .mamlPlusPlus:
      let parts = shuffled(names, train: 1150, validation: 50)
      return Dictionary(
        uniqueKeysWithValues: parts.map { split, characters in
          (split, characters.map { .init(character: $0, turns: split == .metaTrain ? nil : 0) })
        })
    case .vinyals:
      let parts = Dictionary(grouping: names.indices) { Self.vinyalsSplit(of: names[$0]) }
      return parts.mapValues { characters in
        characters.flatMap { character in (0..<4).map { .init(character: character, turns: $0) } }
      }
    }
  }

  /// Returns parts of the sorted names in a fixed random order, in proportion if there are fewer than 1623.
  private func shuffled(_ names: [String], train: Int, validation: Int) -> [Split: [Int]] {
    var generator = Generator(seed: 1)
    let order = names.indices.sorted { names[$0] < names[$1] }
    let random = generator.permutation(order.count).map { order[$0] }
    let first = train * names.count / Omniglot.characterCount
    let second = (train + validation) * names.count / Omniglot.characterCount
    return [
      .metaTrain: Array(random[..<first]), .metaValidation: Array(random[first..<second]),
      .metaTest: Array(random[second...]),
    ]
  }

  /// Returns the split of a character by its alphabet, but for Gurmukhi, whose last four characters are for the test.
  static func vinyalsSplit(of name: String) -> Split {
    let parts = name.split(separator: "/")
    let alphabet = parts.first.map(String.init) ?? name
    if alphabet == "Gurmukhi" {
      return ["character42", "character43", "character44", "character45"].contains(parts.last) ? .metaTest : .metaTrain
    }
    if vinyalsValidation.contains(alphabet) { return .metaValidation }
    return vinyalsTest.contains(alphabet) ? .metaTest : .metaTrain
  }

  private static let vinyalsValidation: Set = [
    "Armenian", "Bengali", "Early_Aramaic", "Hebrew", "Mkhedruli_(Georgian)",
  ]

  private static let vinyalsTest: Set = [
    "Kannada", "Keble", "Malayalam", "Manipuri", "Mongolian", "Old_Church_Slavonic_(Cyrillic)", "Oriya", "Sylheti",
    "Syriac_(Serto)", "Tengwar", "Tibetan", "ULOG",
  ]
}

/// A class of the data: a character, rotated by a number of quarter turns counterclockwise, or (`nil`) by a new one in
/// each episode.
struct OmniglotClass: Hashable, Sendable {
  let character: Int
  let turns: Int?
}
