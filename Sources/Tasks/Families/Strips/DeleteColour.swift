import Randomness

extension Strips {
  /// Objects of a hidden colour vanish, those of another one take a third; the rest stays.
  public var deleteColour: ProceduralFamily {
    family("deleteColour", "one colour vanishes, another changes") { generator in
      let drawn = generator.permutation(9).map { $0 + 1 }
      let (gone, old, new) = (drawn[0], drawn[1], drawn[2])
      let rule = Rule("\(gone) \(old) \(new)") { x in x.map { $0 == gone ? 0 : $0 == old ? new : $0 } }
      var scene = scene(objects: 2, lengths: 2)
      scene.palette = [gone, gone, old, old, drawn[3]]
      scene.isVaried = true
      return (rule, scene)
    }
  }
}
