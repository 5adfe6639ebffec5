/// A hidden rule over lists of symbols: the signature of its parameters, and what it does.
struct Rule: Sendable {
  let signature: String
  let apply: @Sendable ([Int]) -> [Int]

  init(_ signature: String, apply: @escaping @Sendable ([Int]) -> [Int]) {
    self.signature = signature
    self.apply = apply
  }
}

/// Numbers as one word of a signature.
func word(_ numbers: some Sequence<Int>) -> String {
  numbers.map(String.init).joined(separator: ".")
}

/// A colour of a hidden rule; the colour 0 stands for the object's own.
func word(colour: Int) -> String {
  colour == 0 ? "own" : "\(colour)"
}

/// The remainder that is never negative.
func modulo(_ value: Int, _ modulus: Int) -> Int {
  let remainder = value % modulus
  return remainder < 0 ? remainder + modulus : remainder
}
