import Randomness

extension Sequences {
  /// The two halves, shifted by hidden a and b, not both 0, and interleaved like cards, a hidden one of them first.
  public var interleave: ProceduralFamily {
    let rules = ["first", "second"].flatMap { leader in
      (1..<symbols * symbols).map { "\(leader) \($0 / symbols) \($0 % symbols)" }
    }
    return family("interleave", "add a number to each half and interleave them", rules: rules) { generator in
      let secondLeads = generator.bernoulli(0.5)
      let shifts = generator.integer(in: 1..<symbols * symbols)
      let (a, b) = (shifts / symbols, shifts % symbols)
      return Rule("\(secondLeads ? "second" : "first") \(a) \(b)") { x in
        let middle = secondLeads ? length / 2 : (length + 1) / 2
        let first = x[..<middle].map { ($0 + a) % symbols }
        let second = x[middle...].map { ($0 + b) % symbols }
        let (lead, follow) = secondLeads ? (second, first) : (first, second)
        return x.indices.map { $0 % 2 == 0 ? lead[$0 / 2] : follow[$0 / 2] }
      }
    }
  }
}
