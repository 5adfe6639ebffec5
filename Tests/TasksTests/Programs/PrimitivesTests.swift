import Testing

@testable import Tasks

/// What every primitive of the catalogue keeps to.
@Suite struct PrimitivesTests {
  @Test func namesAndWordsAreWellFormed() {
    for primitive in Primitives.all {
      #expect(primitive.name.wholeMatch(of: /[a-z][a-z0-9]*(_[a-z0-9]+)*/) != nil, "\(primitive.name)")
      for index in primitive.parameters.indices {
        #expect(primitive.words.contains("{\(index)}"), "\(primitive.signature): \(primitive.words)")
      }
      #expect(!primitive.words.contains("{\(primitive.parameters.count)}"), "\(primitive.signature)")
      #expect(primitive.words.first?.isUppercase == false && primitive.words.last != ".", "\(primitive.signature)")
    }
    for group in Primitives.groups { #expect(!group.primitives.isEmpty && !group.summary.isEmpty, "\(group.name)") }
    #expect(Set(Primitives.groups.map(\.name)).count == Primitives.groups.count)
  }

  @Test func signaturesAreUnique() {
    let signatures = Dictionary(grouping: Primitives.all, by: \.signature)
    #expect(signatures.filter { $0.value.count > 1 }.keys.sorted() == [])
  }

  @Test func aNameWithItsArgumentsTellsThePrimitive() {
    let calls = Dictionary(grouping: Primitives.all) { "\($0.name)\($0.parameters)" }
    #expect(calls.filter { $0.value.count > 1 }.keys.sorted() == [])
  }

  @Test func eachHasAValueOfItsTypeOrAReasonOnWhatever() {
    var pool = ValuePool(seed: 17)
    var values: [String: Int] = [:]
    for _ in 0..<100 {
      for primitive in Primitives.all {
        let arguments = primitive.parameters.map { pool.draw($0) }
        let value: Value
        do throws(Undefined) { value = try primitive(arguments) } catch {
          #expect(throws: error, "\(primitive.signature)") { try primitive(arguments) }
          continue
        }
        if !isWellFormed(value, of: primitive.result) {
          Issue.record("\(primitive.signature) of \(arguments) is no \(primitive.result): \(value)")
        }
        // The same arguments give the same value: nothing depends on the order of a set.
        if (try? primitive(arguments)) != value { Issue.record("\(primitive.signature) of \(arguments) varies") }
        values[primitive.signature, default: 0] += 1
        pool.add(value)
      }
    }
    // Most are defined often enough to be of use.
    #expect(values.count * 10 >= Primitives.all.count * 9)
  }

  /// Whether a value has a type and its parts are within their ranges.
  private func isWellFormed(_ value: Value, of type: ProgramType) -> Bool {
    guard value.type == type else { return false }
    switch value {
    case .grid(let grid):
      return (1...30).contains(grid.height) && (1...30).contains(grid.width)
        && grid.cells.count == grid.height * grid.width && grid.cells.allSatisfy { $0 <= 9 }
    case .mask(let mask): return mask.cells.count == mask.height * mask.width && mask.cells.allSatisfy { $0 <= 1 }
    case .object(let object): return object.cells.allSatisfy { $0 <= 9 || $0 == GridObject.open }
    case .colour(let colour): return colour <= 9
    case .list(let elements, let element): return elements.allSatisfy { isWellFormed($0, of: element) }
    case .number(let number): return abs(number) <= 1000
    case .boolean, .direction, .position: return true
    }
  }
}
