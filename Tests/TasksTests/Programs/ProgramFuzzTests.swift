import Randomness
import Testing

@testable import Tasks

@Suite struct ProgramFuzzTests {
  /// Every program ends with a value of its type or a reason.
  @Test func randomProgramsEnd() {
    let settings = Programs()
    var generator = Generator(seed: 1)
    let types: [ProgramType] = [.grid, .grid, .grid, .mask, .object, .number, .list(.object), .list(.grid)]
    var values = 0
    for index in 0..<10_000 {
      let style = SceneStyle(SceneKind.allCases[index % SceneKind.allCases.count], settings, using: &generator)
      let type = types[generator.integer(in: 0..<types.count)]
      let program = Program.random(type, depth: generator.integer(in: 1..<5), using: &generator)
      do throws(Undefined) {
        let value = try program(style.scene(using: &generator))
        #expect(value.type == type)
        values += 1
      } catch {}
    }
    #expect(values > 2_000)
  }

  @Test func aRandomProgramIsReadBackFromItsCode() throws {
    var generator = Generator(seed: 2)
    for _ in 0..<300 {
      let program = Program.random(.grid, depth: 3, using: &generator)
      #expect(try Program(parsing: program.code) == program)
    }
  }
}
