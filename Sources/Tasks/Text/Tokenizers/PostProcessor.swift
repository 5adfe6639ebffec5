/// The tokens that frame a text: a beginning of text before it, an end of text after it.
struct PostProcessor: Sendable, Equatable {
  var prefix: [Int] = []
  var suffix: [Int] = []
}
