import Foundation
import Randomness
import Testing

@testable import Tasks

@Suite struct StripsTests {
  @Test(arguments: [
    ("extend", "right 2 own", "022000330", "022220333"), ("extend", "left 1 5", "022000330", "522005330"),
    ("recolourEnds", "4 5", "022200330", "042500450"), ("recolourEnds", "own 5", "022200330", "022500350"),
    ("connect", "every 0 5", "220003300044", "225553355544"), ("connect", "last 1 5", "220003300044", "220003305044"),
    ("keepObject", "left 1 own", "220330440", "000330000"), ("keepObject", "right 2 7", "220330440", "770000000"),
    ("gravity", "left 0 own", "0220330", "2233000"), ("gravity", "right 1 5", "0220330", "0055055"),
    ("background", "5 own", "0220", "5225"), ("background", "5 0", "0220", "5005"),
    ("background", "5 8", "0220", "5885"),
    ("shadow", "2 6 7", "000220000", "060220700"), ("shadow", "3 own 7", "000220000", "000220070"),
    ("ray", "right 1 own", "0220300", "0220333"), ("ray", "left 2 4", "000003022", "040403022"),
    ("exchangeColours", "leftwards own", "11022033", "22033011"),
    ("exchangeColours", "pairs 9", "110220330", "920910930"),
    ("exchangeColours", "opposite own", "11022033", "33022011"), ("trim", "1 2 own", "0222220", "0022000"),
    ("trim", "0 1 8", "0222220", "0888800"), ("comb", "3 1 5", "0022000", "0522500"),
    ("outside", "own 6", "002203300", "002203366"), ("outside", "5 6", "002203300", "552203366"),
  ])
  func rulesDoWhatTheySay(_ name: String, _ rule: String, _ input: String, _ expected: String) throws {
    let family = try #require(Strips().families.first { $0.name == name } as? ProceduralFamily)
    let grid = Grid(sequence: input.compactMap(\.wholeNumberValue))
    #expect("\(try task(family, rule).solve(grid))" == expected)
  }

  @Test func aSignatureSaysTheWholeRule() {
    var generator = Generator(seed: 1)
    let world = Strips()
    let strip = Grid(sequence: [0, 1, 1, 1, 0, 0, 2, 2, 2, 2, 0, 0])
    for _ in 0..<50 {
      let order = world.recolourByOrder.task(using: &generator)
      let words = order.rule.split(separator: " ")
      let palette = numbers(words[1])
      let (first, second) = words[0] == "left" ? (palette[0], palette[1]) : (palette[1], palette[0])
      #expect(order.solve(strip).sequence == strip.sequence.map { [0, first, second][$0] })
      let cycle = world.cycleColours.task(using: &generator)
      let members = numbers(cycle.rule)
      #expect(members[0] == members.min())
      #expect(cycle.solve(Grid(sequence: members)).sequence == Array(members[1...]) + [members[0]])
      let deletion = world.deleteColour.task(using: &generator)
      let colours = deletion.rule.split(separator: " ").compactMap { Int($0) }
      #expect(deletion.solve(Grid(sequence: colours)).sequence == [0, colours[2], colours[2]])
      let kinds = world.cellular.task(using: &generator)
      let table = numbers(kinds.rule)
      let classes = [0, 1, 2, 3, 4, 0]
      let expected = classes.indices.map { i in
        // before, first, inner, last, after: one object of three cells
        let colour = i < 5 ? table[i] : 0
        return colour == 0 ? [0, 1, 1, 1, 0, 0][i] : colour
      }
      #expect(kinds.solve(Grid(sequence: [0, 1, 1, 1, 0, 0])).sequence == expected)
      let stripes = world.stripes.task(using: &generator)
      let pattern = numbers(stripes.rule.split(separator: " ")[1])
      let painted = (0..<4).map { pattern[$0 % pattern.count] }.map { $0 == 0 ? 2 : $0 }
      let y = Array(stripes.solve(strip).sequence[6..<10])
      #expect(y == (stripes.rule.hasPrefix("left") ? painted : painted.reversed()))
    }
  }

  @Test func runsAreObjectsOfOneColour() {
    #expect(runs(in: [0, 1, 1, 2, 0, 3]) == [1..<3, 3..<4, 5..<6])
    #expect(runs(in: [0, 0]).isEmpty)
    #expect(runs(in: [4]) == [0..<1])
  }

  @Test func objectsOfASceneKeepTheirDistance() {
    var generator = Generator(seed: 2)
    let scene = Strips().scene(objects: 2, lengths: 3, gap: 2, left: 1, right: 2, avoiding: [4])
    for _ in 0..<500 {
      let strip = scene.draw(width: generator.integer(in: scene.room..<33), using: &generator)
      let objects = runs(in: strip)
      #expect(objects.count >= 2 && objects.allSatisfy { $0.count >= 3 } && !strip.contains(4))
      #expect(zip(objects, objects.dropFirst()).allSatisfy { $1.lowerBound - $0.upperBound >= 2 })
      #expect(strip.first == 0 && strip.suffix(2) == [0, 0])
    }
  }

  @Test(arguments: [
    Strips(widths: 5...20, objects: 3...9, lengths: 5...9), Strips(widths: 40...60, objects: 1...1, lengths: 1...1),
  ])
  func anyMeasuresWork(_ world: Strips) {
    var generator = Generator(seed: 3)
    for family in world.families {
      for split in Split.allCases {
        let episode = family.episode(in: split, support: 4, query: 2, using: &generator)
        #expect(episode.grids.allSatisfy(family.canvas.holds))
      }
    }
  }

  @Test func aConfigurationIsChecked() throws {
    let wide = try JSONDecoder().decode(Strips.self, from: Data(#"{"widths": [20, 40]}"#.utf8))
    #expect(wide == Strips(widths: 20...40))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Strips.self, from: Data(#"{"lengths": [0, 4]}"#.utf8))
    }
  }
}
