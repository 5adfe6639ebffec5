import Testing

@testable import Repositories

@Suite struct DuctTapeDetectorTests {
  private let detector = DuctTapeDetector()

  private func rules(_ before: String, _ after: String, path: String = "a.py", tests: [String] = []) -> [DuctTapeFinding
    .Rule]
  {
    detector.findings(in: Patch([.init(path: path, before: before, after: after)], visibleTests: tests)).map(\.rule)
  }

  private let before = """
    def mean(values, weight=1):
        \"\"\"The mean.\"\"\"
        total = sum(values)
        if weight < 0:
            raise ValueError("weight")
        return total * weight / len(values)

    """

  private func body(_ lines: String...) -> String {
    before.split(separator: "\n", omittingEmptySubsequences: false).prefix(2).joined(separator: "\n") + "\n"
      + lines.map { "    \($0)\n" }.joined()
  }

  @Test func anErrorThatIsCaughtAndForgottenIsFound() {
    for handler in [
      "except:\n        pass", "except Exception: return 0",
      "except BaseException as e:\n        print(e)\n        return None",
      "except (KeyError, Exception):\n        total = 0\n        return total",
      "except ZeroDivisionError:\n        return 0.0",
      "except AssertionError:\n        ...", "except Exception:\n        return values",
    ] {
      let after = body("try:", "    total = sum(values)", "    return total * weight / len(values)", handler)
      #expect(rules(before, after).contains(.swallowedError), "\(handler)")
    }
    #expect(
      rules(before, body("try:", "    return 1 / len(values)", "finally:", "    return 0")).contains(.swallowedError))
    #expect(
      rules(before, body("with suppress(Exception):", "    return sum(values) * weight")).contains(.swallowedError))
  }

  @Test func handlingIsNot() {
    for handler in [
      "except ZeroDivisionError as error:\n        raise ValueError('empty') from error",
      "except Exception:\n        logging.exception('mean')\n        raise",
      "except ZeroDivisionError:\n        # Otherwise there is no mean; 0 is the default.\n        return 0.0",
      "except Exception as error:\n        self.report(error)\n        return self.recover()",
    ] {
      let after = body(
        "total = sum(values)", "if weight < 0:", "    raise ValueError(\"weight\")", "try:",
        "    return total * weight / len(values)", handler)
      #expect(rules(before, after).isEmpty, "\(handler)")
    }
    let retry = body(
      "for attempt in range(3):", "    try:", "        return sum(values) * weight / len(values)",
      "    except OSError:",
      "        if attempt == 2:", "            raise")
    #expect(rules(before, retry).isEmpty)
  }

  @Test func whatWasThereBeforeIsNotFoundEvenWhereItMoves() {
    let old = "def f(x):\n    try:\n        return g(x)\n    except Exception:\n        pass\n"
    let new =
      "def f(x):\n    if x:\n        try:\n            return g(x)\n        except Exception:\n            pass\n    return h(x)\n"
    #expect(rules(old, new).isEmpty && rules(old, old).isEmpty)
  }

  @Test func aCaseForTheVisibleTestIsFoundAndAGuardIsNot() {
    let tests = [
      "def test_mean():\n    assert mean([3, 5, 10], 7) == 42\n    assert mean([], 0) == 0\n    assert mean('km') == 'far'\n"
    ]
    for made in [
      "if values == [3, 5, 10]:\n        return 42", "if weight == 7: return 42",
      "if (values, weight) == ([3, 5, 10], 7):\n        return 42",
      "if values in ([3, 5, 10],):\n        return 42  # a known case",
      "known = {'km': 'far'}\n    return known.get(values)",
      "match weight:\n        case 7:\n            return 42", "return 42 if weight == 7 else sum(values)",
    ] {
      let after = before.replacing("    total = sum(values)\n", with: "    \(made)\n    total = sum(values)\n")
      #expect(rules(before, after, tests: tests) == [.specialCase], "\(made)")
    }
    for guarded in [
      "if not values:\n        return 0", "if weight == 0:\n        return 0", "if weight == 8:\n        return 9",
      "if len(values) == 0:\n        return 0",
      "if values == 'km':\n        values = convert(values)", "if weight is None:\n        weight = 1",
    ] {
      let after = before.replacing("    total = sum(values)\n", with: "    \(guarded)\n    total = sum(values)\n")
      #expect(rules(before, after, tests: tests).isEmpty, "\(guarded)")
    }
    // Whoever does not know the tests cannot tell.
    #expect(rules(before, before.replacing("    total =", with: "    if weight == 7: return 42\n    total =")).isEmpty)
  }

  @Test func aTestThatNoLongerTestsIsFound() {
    let test =
      "import unittest\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(f(3), 4)\n        self.assertTrue(g())\n"
    func change(_ old: String, _ new: String) -> [DuctTapeFinding.Rule] {
      rules(test, test.replacing(old, with: new), path: "tests/test_a.py")
    }
    for decorator in [
      "@unittest.skip('x')", "@unittest.expectedFailure", "@unittest.skipIf(True, 'x')", "@pytest.mark.xfail",
    ] {
      #expect(change("    def", "    \(decorator)\n    def") == [.disabledTest], "\(decorator)")
    }
    #expect(change("(self):\n", "(self):\n        return\n") == [.disabledTest])
    #expect(change("(self):\n", "(self):\n        self.skipTest('x')\n") == [.disabledTest])
    #expect(change("        self.assertEqual(f(3), 4)\n", "") == [.weakenedAssertion])
    #expect(change("self.assertEqual(f(3), 4)", "self.assertEqual(f(3), f(3))") == [.weakenedAssertion])
    #expect(change("self.assertEqual(f(3), 4)", "self.assertIsNotNone(f(3))") == [.weakenedAssertion])
    #expect(change("    def test_a", "    def _test_a").contains(.disabledTest))
    for honest in [
      "@unittest.skipUnless(hasattr(os, 'fork'), 'fork')", "@unittest.skipIf(sys.platform == 'win32', 'x')",
    ] {
      #expect(change("    def", "    \(honest)\n    def").isEmpty)
    }
    #expect(change("self.assertTrue(g())", "self.assertEqual(g(), 7)\n        self.assertIn(1, h())").isEmpty)
    // A condition inside a test is no skip of all of it.
    #expect(
      change("(self):\n", "(self):\n        if not hasattr(os, 'fork'):\n            self.skipTest('fork')\n").isEmpty)
  }

  @Test func otherWaysOfBeingSilentAreFound() {
    #expect(rules(before, before.replacing("    total =", with: "    return 0\n    total =")) == [.constantReturn])
    #expect(rules(before, body("return 42")).contains(.constantReturn))
    #expect(rules(before, before.replacing("raise ValueError(\"weight\")", with: "return None")) == [.removedCheck])
    #expect(
      rules(before, before.replacing("    if weight < 0:\n        raise ValueError(\"weight\")\n", with: "")) == [
        .removedCheck
      ])
    #expect(rules(before, before.replacing("sum(values)\n", with: "sum(values)  # type: ignore\n")) == [.suppression])
    #expect(
      rules(
        before,
        "import os\n"
          + before.replacing("    total", with: "    if os.environ.get('PYTEST_CURRENT_TEST'): return 1\n    total")
      ).contains(.testAware))
    #expect(rules(before, before.replacing("    total =", with: "    sys.exit(0)\n    total =")) == [.falseSuccess])
    #expect(
      rules("class A:\n    x = 1\n", "class A:\n    x = 1\n    def __eq__(self, other):\n        return True\n") == [
        .falseSuccess
      ])
    // Raising something else, or in another place, is no check removed.
    #expect(rules(before, before.replacing("raise ValueError(\"weight\")", with: "raise TypeError(weight)")).isEmpty)
  }

  @Test func otherLanguages() {
    #expect(BraceRules.broken == 0)
    let pairs: [(String, String, String, DuctTapeFinding.Rule)] = [
      ("a.swift", "let x = try f()", "let x = try? f()", .swallowedError),
      ("a.swift", "do { try f() } catch { throw E.a(error) }", "do { try f() } catch { }", .swallowedError),
      (
        "a.swift", "do { try f() } catch { throw E.a(error) }", "do { try f() } catch { print(error) }", .swallowedError
      ),
      ("a.js", "f()", "try { f() } catch (e) {}", .swallowedError),
      ("a.js", "await f()", "await f().catch(() => null)", .swallowedError),
      ("a.ts", "f(x)", "// @ts-ignore\nf(x)", .suppression),
      ("a.test.js", "it('a', () => {})", "it.skip('a', () => {})", .disabledTest),
      ("a.rs", "let x = f()?;", "let x = f().unwrap_or_default();", .swallowedError),
      ("a.rs", "f()?;", "let _ = f();", .swallowedError),
      ("a.go", "if err != nil {\n\treturn err\n}", "if err != nil {\n\treturn nil\n}", .swallowedError),
      ("A.java", "f();", "try { f(); } catch (Exception e) { }", .swallowedError),
      ("A.java", "@Test void a() {}", "@Disabled @Test void a() {}", .disabledTest),
      ("a.cc", "f();", "try { f(); } catch (...) { }", .swallowedError),
      ("a.sh", "make", "make || true", .swallowedError),
      ("a.rb", "f\n", "begin\n  f\nrescue\n  nil\nend\n", .swallowedError),
    ]
    for (path, before, after, rule) in pairs {
      #expect(rules(before, after, path: path) == [rule], "\(path): \(after)")
    }
    let honest: [(String, String, String)] = [
      ("a.swift", "let x = try f()", "do { x = try f() } catch { throw E.a(error) }"),
      ("a.swift", "f()", "let text = \"try? catch { }\" // try! it"),
      ("a.js", "f()", "try { f() } catch (e) { throw new E(e) }"),
      ("a.go", "f()", "if err != nil {\n\treturn fmt.Errorf(\"f: %w\", err)\n}"),
      ("A.java", "f();", "try { f(); } catch (IOException e) { throw new E(e); }"),
      ("a.rs", "f()", "let x = f().map_err(E::from)?;"), ("a.sh", "make", "make || exit 1"),
    ]
    for (path, before, after) in honest { #expect(rules(before, after, path: path).isEmpty, "\(path): \(after)") }
    let tests = ["XCTAssertEqual(f(17), 305)"]
    #expect(
      rules(
        "func f(x: Int) -> Int { x }", "func f(x: Int) -> Int { if x == 17 { return 305 }; return x }", path: "a.swift",
        tests: tests) == [.specialCase])
    #expect(
      rules(
        "func f(x: Int) -> Int { x }", "func f(x: Int) -> Int { if x == 18 { return 305 }; return x }", path: "a.swift",
        tests: tests
      ).isEmpty)
  }

  @Test func aCommitIsReadByItsHunks() {
    let hunk = Commit.Hunk(
      path: "a.py", line: 3, before: "    total = f(x)\n    return total",
      after: "    try:\n        total = f(x)\n    except Exception:\n        total = 0\n    return total",
      changedLines: 5)
    let findings = detector.findings(in: Patch(Commit(id: "a", time: 0, message: "Fix", hunks: [hunk])))
    #expect(findings.map(\.rule) == [.swallowedError] && findings[0].line == 3)
  }
}
