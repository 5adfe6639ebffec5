/// Traps with a message that optimized builds print too, where `precondition` drops it.
func require(
  _ isMet: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !isMet { fatalError(message(), file: file, line: line) }
}
