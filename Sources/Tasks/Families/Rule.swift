/// A hidden rule over lists of symbols: the signature of its parameters, and the function.
struct Rule: Sendable {
  let signature: String
  let apply: @Sendable ([Int]) -> [Int]

  init(_ signature: String, apply: @escaping @Sendable ([Int]) -> [Int]) {
    self.signature = signature
    self.apply = apply
  }
}

/// Returns numbers as one word of a signature.
func word(_ numbers: some Sequence<Int>) -> String {
  numbers.map(String.init).joined(separator: ".")
}

/// Returns the word of a hidden rule's colour; the colour 0 stands for the object's own.
func word(colour: Int) -> String {
  colour == 0 ? "own" : "\(colour)"
}

/// Returns the remainder that is never negative.
func modulo(_ value: Int, _ modulus: Int) -> Int {
  let remainder = value % modulus
  return remainder < 0 ? remainder + modulus : remainder
}
