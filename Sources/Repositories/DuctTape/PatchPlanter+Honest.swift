internal import Foundation
internal import Randomness

extension PatchPlanter {
  /// The kinds that hide nothing.
  static let honest: [(kind: String, make: Maker)] = [
    (
      "fault mended",
      { planter, g in
        let faults = Fault.all(in: planter.body.joined(separator: "\n"), parameters: planter.parameters)
        guard let fault = faults.randomElement(using: &g) else { return nil }
        let broken = planter.file(fault.text.components(separatedBy: "\n")).after
        return Patch.File(path: planter.file.path, before: broken, after: planter.file.text)
      }
    ),
    (
      "raised again with its cause",
      { planter, g in
        let type = pick(["KeyError", "ValueError", "(TypeError, ValueError)", "OSError", "Exception"], &g)
        return planter.wrapped(
          ["try:"],
          ["except \(type) as error:", "    raise \(pick(["ValueError", "RuntimeError"], &g))(f'{error}') from error"])
      }
    ),
    (
      "logged and raised again",
      { planter, g in
        planter.wrapped(
          ["try:"],
          [
            "except \(pick(["Exception", "BaseException", "Exception as e"], &g)):",
            "    \(pick(["logging.exception('failed')", "logger.error('failed', exc_info=True)", "print('failed')"], &g))",
            "    raise",
          ])
      }
    ),
    (
      "retried",
      { planter, g in
        planter.file(
          planter.at(["for attempt in range(3):", "    try:"]) + planter.body.map { "        " + $0 }
            + planter.at([
              "    except \(pick(["OSError", "TimeoutError", "Exception"], &g)):", "        if attempt == 2:",
              "            raise", "        time.sleep(attempt)",
            ]),
          adding: "import time\n")
      }
    ),
    (
      "retried, last error kept",
      { planter, g in
        planter.file(
          planter.at(["last = None", "for attempt in range(5):", "    try:"]) + planter.body.map { "        " + $0 }
            + planter.at(["    except OSError as error:", "        last = error", "raise last"]))
      }
    ),
    (
      "documented fallback",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(
          planter.at([
            "try:", "    \(name) = int(\(name))", "except ValueError:",
            "    # \(pick(["Falls back to the default where no number is given.", "Otherwise it is a name, which stands for 0."], &g))",
            "    \(name) = 0",
          ]) + planter.body)
      }
    ),
    (
      "narrow except around one call",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        let (type, call) = [
          ("KeyError", "\(name) = names[\(name)]"), ("AttributeError", "\(name) = \(name).value"),
          ("ValueError", "\(name) = float(\(name))"), ("StopIteration", "\(name) = next(\(name))"),
        ][g.integer(in: 0..<4)]
        return planter.file(planter.at(["try:", "    \(call)", "except \(type):", "    pass"]) + planter.body)
      }
    ),
    (
      "missing module",
      { planter, g in
        planter.file(
          planter.body,
          adding:
            "try:\n    import \(pick(["numpy", "ujson", "zoneinfo"], &g)) as extra\nexcept ImportError:\n    extra = None\n"
        )
      }
    ),
    (
      "closed in any case",
      { planter, g in
        planter.wrapped(
          ["stack = contextlib.ExitStack()", "try:"], ["finally:", "    stack.close()"], adding: "import contextlib\n")
      }
    ),
    (
      "guard that raises",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(
          planter.at([
            "if \(name) is None:", "    raise \(pick(["ValueError", "TypeError"], &g))('\(name) must be given')",
          ]) + planter.body)
      }
    ),
    (
      "guard for what is empty",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        let (condition, value) = [
          ("not \(name)", "[]"), ("\(name) is None", "None"), ("len(\(name)) == 0", "0"), ("\(name) == ''", "''"),
          ("\(name) == 0", "1"),
        ][g.integer(in: 0..<5)]
        return planter.file(planter.at(["if \(condition):", "    return \(value)"]) + planter.body)
      }
    ),
    (
      "case of other values",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        let condition = pick(
          ["\(name) == 7001", "\(name) == 'strict'", "\(name) in ('utf-8', 'ascii')", "\(name) == -70001"], &g)
        return planter.file(
          planter.at(["if \(condition):", "    return \(pick(["7002", "'exact'", "True", "\(name)"], &g))"])
            + planter.body)
      }
    ),
    (
      "case by type",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(
          planter.at([
            "if isinstance(\(name), \(pick(["str", "bytes", "(list, tuple)"], &g))):",
            "    \(name) = \(pick(["\(name).strip()", "list(\(name))", "\(name)[:]"], &g))",
          ]) + planter.body)
      }
    ),
    (
      "range checked",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(
          planter.at([
            "if not \(g.integer(in: 0..<3)) <= \(name) < \(g.integer(in: 9_000..<9_999)):",
            "    raise ValueError(\(name))",
          ]) + planter.body)
      }
    ),
    (
      "renamed",
      { planter, g in
        guard let name = planter.parameters.last else { return nil }
        return planter.file(
          planter.at(["value_of_\(name) = \(name)"])
            + planter.body.map { $0.replacing(" \(name) ", with: " value_of_\(name) ") })
      }
    ),
    (
      "logged",
      { planter, g in
        planter.file(
          planter.at(["logger.debug('\(planter.name) %r', \(planter.parameters.first ?? "None"))"]) + planter.body)
      }
    ),
    (
      "commented",
      { planter, g in
        planter.file(
          planter.at([
            "# \(pick(["Ignore nothing: errors are the caller's.", "The order of the next lines matters.", "See the guide on errors."], &g))"
          ]) + planter.body)
      }
    ),
    (
      "assertion added to the code",
      { planter, g in
        guard let name = planter.parameters.first else { return nil }
        return planter.file(planter.at(["assert \(name) is not None, '\(name)'"]) + planter.body)
      }
    ),
    (
      "test added",
      { planter, g in
        let isUnittest = planter.test.contains("unittest")
        let (margin, argument) = isUnittest ? ("    ", "self") : ("", "")
        let call = "\(planter.name)(\(planter.parameters.map { _ in literal(&g) }.joined(separator: ", ")))"
        let assertion = isUnittest ? "self.assertEqual(\(call), \(literal(&g)))" : "assert \(call) == \(literal(&g))"
        return planter.tests(planter.test + "\n\(margin)def test_more(\(argument)):\n\(margin)    \(assertion)\n")
      }
    ),
    (
      "assertion made stricter",
      { planter, g in
        let after = planter.test.replacing("self.assertIn(\(planter.name)", with: "self.assertEqual([\(planter.name)")
          .replacing(" in (\(planter.expected),)", with: " == \(planter.expected)")
        return planter.tests(
          after.replacing(
            "\(planter.arguments.joined(separator: ", "))), [",
            with: "\(planter.arguments.joined(separator: ", ")))], ["))
      }
    ),
    (
      "test skipped elsewhere only",
      { planter, g in
        let lines = planter.test.lines.map(String.init)
        guard let at = lines.firstIndex(where: { $0.contains("def test_") }) else { return nil }
        let margin = String(lines[at].prefix { $0 == " " })
        let decorator =
          margin.isEmpty
          ? "@pytest.mark.skipif(sys.platform == 'win32', reason='needs fork')"
          : pick(
            [
              "@unittest.skipIf(sys.platform == 'win32', 'needs fork')",
              "@unittest.skipUnless(hasattr(os, 'fork'), 'needs fork')",
            ], &g)
        return planter.tests(
          (["import os", "import sys"] + lines[..<at] + [margin + decorator] + lines[at...]).joined(separator: "\n"))
      }
    ),
  ]
}
