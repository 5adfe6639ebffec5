import Testing

@testable import Scaling

@Suite struct FormulaTests {
  @Test func arithmeticOverVariables() throws {
    #expect(try Formula("6*N*D", of: ["N", "D"], named: "--cost")([2, 5]) == 60)
    #expect(try Formula("Model Size", of: ["Model Size"], named: "--cost")([7]) == 7)
    #expect(try Formula("(`a b`+1)/2k", of: ["a b"], named: "--cost")([3]) == 0.002)
  }

  @Test func whatItCannotRead() {
    let error = #expect(throws: TableError.self) { try Formula("6*M", of: ["N", "D"], named: "--cost") }
    #expect(error?.description.contains("no variable \"M\"") == true)
    #expect(throws: TableError.self) { try Formula("6*", of: ["N"], named: "--cost") }
  }
}
