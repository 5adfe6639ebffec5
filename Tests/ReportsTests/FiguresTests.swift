import Testing

@testable import Reports

@Suite struct FiguresTests {
  @Test func fourFiguresAndShortPowers() {
    #expect(figures(1.8172) == "1.817" && figures(482.013) == "482" && figures(0) == "0")
    #expect(figures(1.2345e9) == "1.234e9" || figures(1.2345e9) == "1.235e9")
    #expect(figures(7e9) == "7e9" && figures(1.5e-7) == "1.5e-7" && figures(20854) == "20854")
    #expect(figures(.nan) == "–" && figures(-Double.infinity) == "−∞")
    #expect(figures(1.0...2.5) == "1 – 2.5" && figures(nil as ClosedRange<Double>?) == "–")
  }

  @Test func perCentHasAsManyDecimalsAsTell() {
    #expect(perCent(0.0012) == "0.12 %" && perCent(0.034) == "3.4 %" && perCent(0.997) == "100 %")
    #expect(perCent(.nan) == "–" && perCent(-0.5) == "-50.0 %" && perCent(0) == "0 %")
  }

  @Test func linesAreNamedAndManyAreCounted() {
    #expect(linesText([7]) == "line 7" && linesText([7, 9]) == "lines 7 and 9")
    #expect(linesText(Array(2...60)) == "lines 2–60 (59 rows)" && counted(1, "row") == "1 row")
  }
}
