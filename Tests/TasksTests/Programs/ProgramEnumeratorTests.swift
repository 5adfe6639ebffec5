import Tasks
import Testing

@Suite("Bottom-up enumeration of programs")
struct ProgramEnumeratorTests {
  let grid = Grid(rows: [[1, 2, 0], [0, 0, 3]])
  let turns = Primitives.groups.first { $0.name == "geometry" }!.primitives

  private func programs(_ inputs: [Grid], _ primitives: [Primitive], price: Int) -> [(Program, [Value])] {
    var enumerator = ProgramEnumerator(inputs: inputs, constants: [], primitives: primitives)
    var found: [ProgramEnumerator.Found] = [enumerator.found(0)]
    while enumerator.advance(within: .init(price: price), visit: { found.append($0) }) {}
    return found.map { (enumerator.program($0.number), $0.values) }
  }

  @Test("Turns and mirrors make a group of eight: of all their compositions eight differ")
  func dihedral() {
    #expect(programs([grid], turns, price: 24).count == 8)
  }

  @Test("No two programs have equal values, and each has the values that it computes, at its description length")
  func distinct() throws {
    let found = programs([grid, Grid(rows: [[5, 0], [5, 5]])], Primitives.all, price: 12)
    #expect(Set(found.map { Fingerprint.of($0.1) }).count == found.count)
    #expect(found.count > 20)
    for (program, values) in found {
      #expect(try program(grid) == values[0])
      #expect(ProgramPrior.flat.price(of: program) <= 12)
    }
  }

  @Test("Programs come by description length, cheapest first")
  func order() {
    let prior = ProgramPrior.flat
    let prices = programs([grid], Primitives.all, price: 12).map { prior.price(of: $0.0) }
    #expect(prices == prices.sorted())
  }

  @Test("The budget bounds the work")
  func budget() {
    var enumerator = ProgramEnumerator(inputs: [grid], constants: [.colour(1), .number(1)])
    while enumerator.advance(within: .init(applications: 50), visit: { _ in }) {}
    #expect(enumerator.isExhausted)
    #expect(enumerator.applications == 50)
  }
}
