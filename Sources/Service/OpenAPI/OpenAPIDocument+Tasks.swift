extension OpenAPIDocument {
  private static let grid = Schema.list(.list(.integer(0...9)))
  private static let answers = Schema.object([
    "object": .word("task.answers"), "status": .word("completed"), "tasks": .list(.anything),
  ])
  private static let waiting = Schema.object([
    "object": .word("task.answers"), "id": .text, "status": .word("queued"), "reason": .text,
  ])
  private static let pair = Schema.object(["input": grid, "output": grid])

  static let tasks: [OpenAPIOperation] = [
    OpenAPIOperation(
      method: "post", path: "/v1/tasks/solve", summary: "Answers tasks from their demonstrations",
      query: [
        "attempts": .integer(1...100), "budget": .number(0.1...600), "by": .word("both", "programs", "network"),
        "wait": .number(0...600),
      ],
      body: (
        "application/json",
        .object(["train": .list(pair), "test": .list(.object(["input": grid, "output?": grid]))])
      ), replies: [.json(answers), .json(waiting, status: 202)]),
    OpenAPIOperation(
      method: "get", path: "/v1/tasks/{id}", summary: "The answers of an order", query: ["wait": .number(0...600)],
      replies: [.json(answers), .json(waiting, status: 202)]),
  ]
}
