/// Ends the program where a caller's mistake leaves no way on, with the values and the remedy. Optimized builds print the
/// message too, which those of `precondition` do not.
@inlinable
package func require(
  _ isMet: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  guard isMet else { trap(message(), file: file, line: line) }
}

/// Ends the program where a caller's mistake leaves no way on, with the values and the remedy.
@usableFromInline
package func trap(_ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message(), file: file, line: line)
}
