/// Ends the program at a caller's mistake, with the values and the remedy. Optimized builds print the message too,
/// unlike those of `precondition`.
@inlinable
package func require(
  _ isMet: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  guard isMet else { trap(message(), file: file, line: line) }
}

/// Ends the program at a caller's mistake, with the values and the remedy.
@usableFromInline
package func trap(_ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message(), file: file, line: line)
}
