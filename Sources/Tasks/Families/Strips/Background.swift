import Randomness

extension Strips {
  /// The background takes a hidden colour, and the objects keep theirs, take another one or become background.
  public var background: ProceduralFamily {
    let rules = (1...9).flatMap { ground in
      ["\(ground) own"] + (0...9).filter { $0 != ground }.map { "\(ground) \($0)" }
    }
    return family("background", "recolour the background and the objects", rules: rules) { generator in
      let ground = generator.integer(in: 1..<10)
      // One more than a colour, so that 0 is the object's own.
      var figure = generator.integer(in: 0..<10)
      if figure > ground { figure += 1 }
      let name = figure == 0 ? "own" : "\(figure - 1)"
      let rule = Rule("\(ground) \(name)") { [figure] x in
        x.map { $0 == 0 ? ground : figure == 0 ? $0 : figure - 1 }
      }
      return (rule, scene(avoiding: [ground, figure - 1]))
    }
  }
}
