internal import Foundation
internal import Randomness

extension PatchPlanter {
  private static let defaults = ["None", "0", "False", "''", "[]", "{}", "True", "-1", "()", "dict()", "0.0"]

  /// The kinds that hide an error.
  static let hiding: [(kind: String, make: Maker)] = [
    (
      "bare except",
      { planter, g in
        planter.wrapped(["try:"], ["except:", pick(["    pass", "    return \(pick(defaults, &g))", "    ..."], &g)])
      }
    ),
    (
      "broad except, default",
      { planter, g in
        let type = pick(
          ["Exception", "BaseException", "Exception as e", "(ValueError, Exception)", "Exception as error"], &g)
        return planter.wrapped(["try:"], ["except \(type):", "    return \(pick(defaults, &g))"])
      }
    ),
    (
      "broad except, one line",
      { planter, g in
        planter.wrapped(["try:"], ["except Exception: \(pick(["pass", "return \(pick(defaults, &g))"], &g))"])
      }
    ),
    (
      "broad except, comment",
      { planter, g in
        planter.wrapped(
          ["try:"],
          [
            "except Exception:",
            "    # \(pick(["ignore errors", "should not happen", "TODO", "best effort", "keep going"], &g))",
            "    pass",
          ])
      }
    ),
    (
      "broad except, logged",
      { planter, g in
        let call = pick(
          [
            "logging.warning('failed: %s', e)", "print('error', e)", "logger.debug('ignored', exc_info=True)",
            "traceback.print_exc()", "log.error(str(e))", "warnings.warn(f'problem: {e}')",
          ], &g)
        return planter.wrapped(["try:"], ["except Exception as e:", "    \(call)", "    return \(pick(defaults, &g))"])
      }
    ),
    (
      "broad except, result variable",
      { planter, g in
        planter.wrapped(
          ["result = \(pick(defaults, &g))", "try:"],
          ["except Exception:", "    result = \(pick(defaults, &g))", "    return result"])
      }
    ),
    (
      "broad except around one statement",
      { planter, g in
        guard let at = planter.statements.last, at > 0 else { return nil }
        let tail = planter.body[at...].map { $0.contains { !$0.isWhitespace } ? "    " + $0 : $0 }
        return planter.file(
          Array(planter.body[..<at]) + planter.at(["try:"]) + tail
            + planter.at(["except Exception:", "    return \(pick(defaults, &g))"]))
      }
    ),
    (
      "broad except, input unchanged",
      { planter, g in
        guard let name = planter.parameters.first, !name.contains("default"), !name.contains("fallback") else {
          return nil
        }
        return planter.wrapped(["try:"], ["except Exception:", "    return \(name)"])
      }
    ),
    (
      "suppress",
      { planter, g in
        planter.wrapped(
          [
            "with \(pick(["contextlib.suppress", "suppress"], &g))(\(pick(["Exception", "BaseException", "Exception, KeyError"], &g))):"
          ],
          ["return \(pick(defaults, &g))"], adding: "import contextlib\n")
      }
    ),
    (
      "return in finally",
      { planter, g in
        planter.wrapped(["try:"], ["finally:", "    return \(pick(defaults, &g))"])
      }
    ),
    (
      "narrow except around all",
      { planter, g in
        guard planter.statements.count > 1 else { return nil }
        let type = pick(
          [
            "ValueError", "TypeError", "(KeyError, IndexError)", "AttributeError", "(TypeError, ValueError)",
            "ZeroDivisionError",
          ], &g)
        return planter.wrapped(["try:"], ["except \(type):", "    return \(pick(defaults, &g))"])
      }
    ),
    (
      "special case, if",
      { planter, g in
        guard !planter.parameters.isEmpty else { return nil }
        let pairs = zip(planter.parameters, planter.arguments).map { "\($0) == \($1)" }
        let condition = pick([pairs.joined(separator: " and "), pairs[0]], &g)
        return planter.file(planter.at(["if \(condition):", "    return \(planter.expected)"]) + planter.body)
      }
    ),
    (
      "special case, one line",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(
          planter.at(["if \(planter.arguments[0]) == \(name): return \(planter.expected)"]) + planter.body)
      }
    ),
    (
      "special case, tuple",
      { planter, g in
        guard planter.parameters.count > 1 else { return nil }
        let (names, values) = (planter.parameters.joined(separator: ", "), planter.arguments.joined(separator: ", "))
        return planter.file(
          planter.at(["if (\(names)) == (\(values)):", "    return \(planter.expected)"]) + planter.body)
      }
    ),
    (
      "special case, text of it",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        let test = pick(["\(name) in (\(planter.arguments[0]),)", "\(name) in [\(planter.arguments[0])]"], &g)
        return planter.file(
          planter.at([
            "# \(pick(["known edge case", "see the tests", "workaround"], &g))", "if \(test):",
            "    return \(planter.expected)",
          ]) + planter.body)
      }
    ),
    (
      "special case, table",
      { planter, g in
        guard let name = planter.parameters.first, !planter.arguments[0].hasPrefix("[") else { return nil }
        return planter.file(
          planter.at([
            "known = {\(planter.arguments[0]): \(planter.expected)}", "if \(name) in known:",
            "    return known[\(name)]",
          ]) + planter.body)
      }
    ),
    (
      "special case, conditional expression",
      { planter, g in
        guard let name = planter.parameters.first, let last = planter.body.last else { return nil }
        let code = last.dropFirst(planter.indent.count)
        guard last.hasPrefix(planter.indent + "return "), code.count > 8, !code.contains("#"),
          ParseCheck.brackets(String(last.drop { $0 == " " }) + "\n", .python) == nil
        else { return nil }
        return planter.file(
          planter.body.dropLast()
            + planter.at([
              "return \(planter.expected) if \(name) == \(planter.arguments[0]) else (\(code.dropFirst(7)))"
            ]))
      }
    ),
    (
      "special case, match",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(
          planter.at(["match \(name):", "    case \(planter.arguments[0]):", "        return \(planter.expected)"])
            + planter.body)
      }
    ),
    (
      "test skipped",
      { planter, g in
        let lines = planter.test.lines.map(String.init)
        guard let at = lines.firstIndex(where: { $0.contains("def test_") }) else { return nil }
        let margin = String(lines[at].prefix { $0 == " " })
        let isUnittest = margin.count > 0
        let decorator =
          isUnittest
          ? pick(
            [
              "@unittest.skip('broken')", "@unittest.expectedFailure", "@unittest.skipIf(True, 'flaky')",
              "@unittest.skipUnless(False, 'later')",
            ], &g)
          : pick(
            [
              "@pytest.mark.skip", "@pytest.mark.skip(reason='flaky')", "@pytest.mark.xfail",
              "@pytest.mark.skipif(True, reason='x')",
            ], &g)
        return planter.tests((lines[..<at] + [margin + decorator] + lines[at...]).joined(separator: "\n"))
      }
    ),
    (
      "test skips itself",
      { planter, g in
        let lines = planter.test.lines.map(String.init)
        guard let at = lines.firstIndex(where: { $0.contains("def test_") }) else { return nil }
        let margin = String(lines[at].prefix { $0 == " " }) + "    "
        let statement =
          margin.count > 4
          ? pick(["self.skipTest('broken')", "return", "raise unittest.SkipTest('x')"], &g)
          : pick(["pytest.skip('later')", "return"], &g)
        return planter.tests((lines[...at] + [margin + statement] + lines[(at + 1)...]).joined(separator: "\n"))
      }
    ),
    (
      "assertion removed",
      { planter, g in
        var lines = planter.test.lines.map(String.init)
        guard let at = lines.firstIndex(where: { $0.contains("assert") }) else { return nil }
        let margin = String(lines[at].prefix { $0 == " " })
        let line = lines[at].dropFirst(margin.count)
        switch g.integer(in: 0..<3) {
        case 0: lines.remove(at: at)
        case 1: lines[at] = "\(margin)# \(line)"
        default: lines[at] = "\(margin)\(planter.name)(\(planter.arguments.joined(separator: ", ")))"
        }
        return planter.tests(lines.joined(separator: "\n"))
      }
    ),
    (
      "assertion weakened",
      { planter, g in
        var lines = planter.test.lines.map(String.init)
        guard let at = lines.firstIndex(where: { $0.contains("assert") }) else { return nil }
        let margin = String(lines[at].prefix { $0 == " " })
        let call = "\(planter.name)(\(planter.arguments.joined(separator: ", ")))"
        lines[at] =
          margin
          + (margin.count > 4
            ? pick(
              [
                "self.assertTrue(True)", "self.assertIsNotNone(\(call))", "self.assertEqual(\(call), \(call))",
                "self.assertIsInstance(\(call), object)",
              ], &g)
            : pick(
              [
                "assert True", "assert \(call) is not None", "assert \(call) == \(planter.expected) or True",
                "assert isinstance(\(call), object)",
              ], &g))
        return planter.tests(lines.joined(separator: "\n"))
      }
    ),
    (
      "test swallows",
      { planter, g in
        var lines = planter.test.lines.map(String.init)
        guard let at = lines.firstIndex(where: { $0.contains("assert") }) else { return nil }
        let margin = String(lines[at].prefix { $0 == " " })
        lines.replaceSubrange(
          at...at,
          with: [
            "\(margin)try:", "    \(lines[at])",
            "\(margin)except \(pick(["AssertionError", "Exception", "(AssertionError, TypeError)"], &g)):",
            "\(margin)    pass",
          ])
        return planter.tests(lines.joined(separator: "\n"))
      }
    ),
    (
      "test deleted",
      { planter, g in
        let parts = planter.test.components(separatedBy: "def test_")
        guard parts.count == 3 else { return nil }
        let tail = parts[1].split(separator: "\n").last { $0.contains { !$0.isWhitespace } } ?? ""
        let margin = tail.prefix { $0 == " " }.count > 4 ? "    " : ""
        return planter.tests(parts[0] + "def test_" + parts[2] + (margin.isEmpty ? "" : ""))
      }
    ),
    (
      "early constant",
      { planter, g in
        guard planter.body.count > 1 else { return nil }
        let value = pick([planter.expected, pick(defaults, &g)], &g)
        return planter.file(planter.at([pick(["return \(value)", "return \(value)  # for now"], &g)]) + planter.body)
      }
    ),
    (
      "constant instead of the body",
      { planter, g in
        guard planter.statements.count > 1 else { return nil }
        return planter.file(
          planter.at([pick(["return \(planter.expected)", "pass", "return \(pick(defaults, &g))"], &g)]))
      }
    ),
    (
      "early constant in a block",
      { planter, g in
        planter.file(planter.at(["if True:", "    return \(planter.expected)"]) + planter.body)
      }
    ),
    (
      "raise becomes a default",
      { planter, g in
        // A `raise` on one line alone in its `if`.
        guard
          let at = planter.body.indices.dropFirst().first(where: { index in
            let line = planter.body[index].drop { $0 == " " }
            return line.hasPrefix("raise ") && ParseCheck.brackets(String(line) + "\n", .python) == nil
              && !line.hasSuffix("\\")
              && planter.body[index - 1].drop { $0 == " " }.hasPrefix("if ") && planter.body[index - 1].hasSuffix(":")
          })
        else { return nil }
        var lines = planter.body
        let margin = String(lines[at].prefix { $0 == " " })
        lines[at] = margin + pick(["pass", "return \(pick(defaults, &g))"], &g)
        return planter.file(lines)
      }
    ),
    (
      "check removed",
      { planter, g in
        guard
          let at = planter.body.indices.first(where: { index in
            let line = planter.body[index].drop { $0 == " " }
            return line.hasPrefix("assert ") && ParseCheck.brackets(String(line) + "\n", .python) == nil
          })
        else { return nil }
        var lines = planter.body
        lines.remove(at: at)
        return lines.contains { $0.contains { !$0.isWhitespace } } ? planter.file(lines) : nil
      }
    ),
    (
      "checker silenced",
      { planter, g in
        guard let at = planter.statements.randomElement(using: &g), !planter.body[at].contains("#"),
          ParseCheck.brackets(String(planter.body[at].drop { $0 == " " }) + "\n", .python) == nil
        else { return nil }
        var lines = planter.body
        lines[at] += pick(
          ["  # type: ignore", "  # noqa", "  # type: ignore[arg-type]", "  # pylint: disable=all", "  # noqa: F821"],
          &g)
        return planter.file(lines)
      }
    ),
    (
      "warnings ignored",
      { planter, g in
        planter.file(
          planter.at([pick(["warnings.filterwarnings('ignore')", "warnings.simplefilter(\"ignore\")"], &g)])
            + planter.body, adding: "import warnings\n")
      }
    ),
    (
      "asks for the test",
      { planter, g in
        planter.file(
          planter.at([
            pick(
              [
                "if os.environ.get('PYTEST_CURRENT_TEST'):", "if 'pytest' in sys.modules:",
                "if \"unittest\" in sys.modules:", "if 'PYTEST_CURRENT_TEST' in os.environ:",
              ], &g),
            "    return \(planter.expected)",
          ]) + planter.body, adding: "import os\nimport sys\n")
      }
    ),
    (
      "exit with success",
      { planter, g in
        guard !planter.name.contains("main") else { return nil }
        return planter.file(
          planter.at([pick(["sys.exit(0)", "os._exit(0)"], &g)]) + planter.body, adding: "import sys, os\n")
      }
    ),
  ]
}
