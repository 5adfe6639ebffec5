import Randomness

extension Strips {
  /// Two hidden colours take each other's place, or three go around; other colours stay.
  public var cycleColours: ProceduralFamily {
    family("cycleColours", "some colours take each other's place") { generator in
      let drawn = generator.permutation(9).map { $0 + 1 }
      let members = Array(drawn.prefix(generator.integer(in: 2..<4)))
      // A cycle has no first colour: start the name at the least one.
      let start = members.indices.min { members[$0] < members[$1] } ?? 0
      let cycle = Array(members[start...] + members[..<start])
      let rule = Rule(word(cycle)) { x in
        x.map { colour in cycle.firstIndex(of: colour).map { cycle[($0 + 1) % cycle.count] } ?? colour }
      }
      var scene = scene(objects: 2)
      scene.palette = cycle + cycle + [drawn[8]]
      return (rule, scene)
    }
  }
}
