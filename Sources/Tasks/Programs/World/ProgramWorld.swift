import Randomness
internal import Synchronization

/// A world of programs: styles of scenes, a few scenes of each, and the programs that are known on them.
///
/// A scene is known or drawn afresh from its style. On a known one all programs up to depth two are told apart from
/// another by comparing marks; the few that are then left are evaluated on fresh ones.
struct ProgramWorld: Sendable {
  let settings: Programs
  let styles: [SceneStyle]
  /// The known scenes, `settings.scenes` of each style.
  let scenes: [Grid]
  let rules: WorldRules
  let prior = ProgramPrior.general
  let table: WorldTable
  /// The rows that are tasks, by depth and primitive.
  let choices: WorldChoices

  /// Creates the world of a distribution, with the table of an earlier process if `file` has it.
  init(_ settings: Programs, file: WorldFile? = nil) {
    var generator = Generator(seed: 0).child("programs")
    let styles = (0..<settings.styles).flatMap { _ in
      SceneKind.allCases.map { SceneStyle($0, settings, using: &generator) }
    }
    let scenes = styles.flatMap { style in (0..<settings.scenes).map { _ in style.scene(using: &generator) } }
    let rules = WorldRules(height: settings.heights.upperBound, width: settings.widths.upperBound)
    (self.settings, self.styles, self.scenes, self.rules) = (settings, styles, scenes, rules)
    if let table = file?.table(scenes: scenes, rules: rules, prior: prior, programs: settings.programs) {
      self.table = table
    } else {
      table = WorldTable(scenes: scenes, rules: rules, prior: prior, programs: settings.programs)
      file?.write(table, scenes: scenes, prior: prior, programs: settings.programs)
    }
    choices = WorldChoices(table, scenes: settings.scenes)
  }

  private static let worlds = Mutex<[Programs: ProgramWorld]>([:])

  /// Returns the world of a distribution, which a process makes once.
  static func of(_ settings: Programs) -> ProgramWorld {
    worlds.withLock { worlds in
      if let world = worlds[settings] { return world }
      // A small table is made about as fast as it is read.
      let world = ProgramWorld(settings, file: settings.programs < 3_000 ? nil : .user)
      worlds[settings] = world
      return world
    }
  }

  /// The numbers of a style's known scenes.
  func scenes(of style: Int) -> Range<Int> { style * settings.scenes..<(style + 1) * settings.scenes }

  /// Draws a scene of a style on which a program does something, or returns `nil` if several do not.
  func example(of program: Program, _ style: Int, tries: Int, using generator: inout Generator) -> Example? {
    for _ in 0..<tries {
      let scene = styles[style].scene(using: &generator)
      if let output = program.grid(for: scene), rules.acts(output, on: scene) {
        return Example(input: scene, output: output)
      }
    }
    return nil
  }
}
