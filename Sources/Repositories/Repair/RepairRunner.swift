internal import Foundation

/// Runs functions and their tests by `python3`, in a folder of their own.
enum RepairRunner {
  /// A call and what it gives.
  struct Case: Hashable, Codable, Sendable {
    let arguments: [String]
    let expected: String
  }

  /// The calls by which a fault shows.
  struct Cases: Hashable, Codable, Sendable {
    let fault: Int
    let visible: [Case]
    let hidden: [Case]
  }

  private struct Job: Codable {
    let name: String
    let parameters: Int
    let original: String
    let faulty: [String]
    let seed: Int
  }

  /// Returns a test of calls.
  static func test(_ name: String, _ cases: [Case]) -> String {
    "from subject import \(name)\n\n\ndef test_\(name)():\n"
      + cases.map { "    assert \(name)(\($0.arguments.joined(separator: ", "))) == \($0.expected)\n" }.joined() + "\n"
  }

  private static var limits: TestLimits {
    var limits = TestLimits()
    (limits.seconds, limits.processorSeconds, limits.memoryBytes) = (20, 15, 1 << 30)
    (limits.fileBytes, limits.outputBytes) = (1 << 20, 1 << 20)
    return limits
  }

  /// Runs a command over files.
  private static func run(_ command: String, _ files: [String: String]) async throws(RepositoryError) -> TestRun {
    let folder = FileManager.default.temporaryDirectory.appending(path: "autodidact-repair-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RepositoryError(path: folder.path, reason: "no folder can be made there: \(error.localizedDescription)")
    }
    return try await TestCommand(command, limits: limits).run(in: folder, replacing: files)
  }

  /// Whether the functions of a test run without an error.
  static func passes(_ test: String, with subject: String) async throws(RepositoryError) -> Bool {
    let command =
      "PYTHONHASHSEED=0 PYTHONPATH=. python3 -s -c \"import tests; [f() for n, f in sorted(vars(tests).items()) if n.startswith('test')]\""
    return try await run(command, ["subject.py": subject + "\n", "tests.py": test]).passes
  }

  /// Returns, for each fault that shows, calls that fail with it; calls are drawn of types that the function takes.
  static func cases(
    name: String, parameters: Int, original: String, faulty: [String], seed: Int
  ) async throws(RepositoryError) -> [Cases] {
    guard ChildProcess.path(of: "python3") != nil, !faulty.isEmpty, parameters <= 4 else { return [] }
    let job = Job(name: name, parameters: parameters, original: original, faulty: faulty, seed: seed)
    guard let text = try? String(decoding: JSONEncoder().encode(job), as: UTF8.self) else { return [] }
    let run = try await run("PYTHONHASHSEED=0 python3 -s harness.py", ["job.json": text, "harness.py": harness])
    guard run.passes, let line = run.output.split(separator: "\n").last else { return [] }
    return (try? JSONDecoder().decode([Cases].self, from: Data(line.utf8))) ?? []
  }

  /// Draws calls, keeps those to which the original gives a value that can be written down, and compares.
  private static let harness = """
    import ast, copy, itertools, json, random, signal
    job = json.load(open('job.json'))
    draw = random.Random(job['seed'])
    WORDS = ['a', 'pear', 'Apple pie', 'x1 y22', 'hello world', 'ab-cd_ef', '  pad ', 'Zebra', 'aa', 'b,c,d', 'TEN', 'banana']
    POOLS = [
        lambda: draw.randint(-20, 60), lambda: draw.randint(1, 12), lambda: draw.randint(-40, 80) / 4,
        lambda: draw.choice(WORDS), lambda: ' '.join(draw.sample(WORDS, 3)), lambda: draw.choice('abcdxyz ,-'),
        lambda: [draw.randint(-9, 30) for _ in range(draw.randint(1, 6))],
        lambda: sorted(draw.randint(-9, 30) for _ in range(draw.randint(2, 7))),
        lambda: draw.sample(WORDS, draw.randint(1, 4)), lambda: draw.random() < 0.5,
    ]
    class Late(BaseException): pass
    def late(*_): raise Late()
    signal.signal(signal.SIGALRM, late)
    def load(text):
        space = {}
        exec(compile(text, 'subject', 'exec'), space)
        return space[job['name']]
    def call(function, arguments):
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            try: value = function(*copy.deepcopy(arguments))
            finally: signal.setitimer(signal.ITIMER_REAL, 0)
            text = repr(value)
            if len(text) > 160 or ast.literal_eval(text) != value: return None
            return text
        except (Exception, Late): return None
    original = load(job['original'])
    kinds = list(itertools.product(POOLS, repeat=job['parameters']))
    draw.shuffle(kinds)
    best = None
    for kind in kinds[:150]:
        calls = [[make() for make in kind] for _ in range(8)]
        values = [call(original, arguments) for arguments in calls]
        good = [v for v in values if v is not None]
        score = (len(good) >= 6) * len(set(good))
        if best is None or score > best[0]: best = (score, kind)
        if score >= 6: break
    found = []
    if best and best[0] >= 3:
        calls, seen = [], set()
        for _ in range(80):
            arguments = [make() for make in best[1]]
            value = call(original, arguments)
            if value is None or repr(arguments) in seen: continue
            seen.add(repr(arguments))
            calls.append((arguments, value))
        for index, text in enumerate(job['faulty']):
            try: faulty = load(text)
            except Exception: continue
            wrong, right = [], []
            for arguments, value in calls:
                got = call(faulty, arguments)
                (right if got == value else wrong).append({'arguments': [repr(a) for a in arguments], 'expected': value})
            if len(wrong) >= 4:
                found.append({'fault': index, 'visible': wrong[:1] + right[:1], 'hidden': wrong[1:5] + right[1:4]})
    print(json.dumps(found))
    """
}
