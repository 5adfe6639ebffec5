/// A statement of a template, with those inside it.
struct TemplateNode: Sendable {
  indirect enum Kind: Sendable {
    case text(String)
    case output(TemplateExpression)
    case branch([(condition: TemplateExpression, body: [TemplateNode])], otherwise: [TemplateNode])
    case loop(TemplateLoop)
    case set([String], TemplateExpression)
    case setMember(of: String, name: String, TemplateExpression)
    /// A block whose text, run through filters, becomes a variable.
    case setBlock(String, [TemplateExpression.Filter], [TemplateNode])
    case macro(TemplateMacro)
    case generation([TemplateNode])
    case stop
    case next
  }

  let line: Int
  let kind: Kind
}

struct TemplateLoop: Sendable {
  var targets: [String]
  var items: TemplateExpression
  var condition: TemplateExpression?
  var body: [TemplateNode]
  var otherwise: [TemplateNode]
}

struct TemplateMacro: Sendable {
  var name: String
  var parameters: [(name: String, standard: TemplateExpression?)]
  var body: [TemplateNode]
}

/// An expression, and how deep its tree is, which is limited so that no template exhausts the stack.
struct TemplateExpression: Sendable {
  static let depthLimit = 200

  struct Arguments: Sendable {
    var positions: [TemplateExpression] = []
    var names: [(name: String, value: TemplateExpression)] = []
  }

  struct Filter: Sendable {
    var name: String
    var arguments: Arguments
  }

  enum Operation: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case divideDown = "//"
    case remainder = "%"
    case power = "**"
    case join = "~"
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contained = "in"
    case notContained = "not in"
    case and
    case or
  }

  indirect enum Kind: Sendable {
    case literal(TemplateData)
    case name(String)
    case list([TemplateExpression])
    case object([(key: TemplateExpression, value: TemplateExpression)])
    case member(TemplateExpression, String)
    case item(TemplateExpression, TemplateExpression)
    case slice(TemplateExpression, from: TemplateExpression?, to: TemplateExpression?, by: TemplateExpression?)
    case call(TemplateExpression, Arguments)
    case filter(TemplateExpression, Filter)
    case test(TemplateExpression, Filter, negated: Bool)
    case not(TemplateExpression)
    case negative(TemplateExpression)
    case binary(Operation, TemplateExpression, TemplateExpression)
    /// `a < b <= c`
    case comparison(TemplateExpression, [(Operation, TemplateExpression)])
    case choice(TemplateExpression, if: TemplateExpression, otherwise: TemplateExpression?)
  }

  let kind: Kind
  let depth: Int
}
