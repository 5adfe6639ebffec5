internal import Requirements

/// A value made of named tensors: a model, its gradient and an optimizer's moments are the same tree type.
///
/// The one requirement names each leaf; everything else follows. `θ.zip(g) { $0 - α * $1 }` is a gradient step.
public protocol ParameterTree: Sendable {
  /// Visits every leaf and branch, always in the same order.
  mutating func visit(_ visitor: inout ParameterVisitor)
}

/// A visitor of a tree's leaves, each with its path, such as "blocks.0.attention.out.weight".
public struct ParameterVisitor {
  private var prefix = ""
  private let named: Bool
  private let body: (String, inout Tensor) -> Void
  private let enter: ((String, inout any ParameterTree) -> Void)?
  private let keep: ((String, inout Tensor?) -> Void)?

  init(
    named: Bool, enter: ((String, inout any ParameterTree) -> Void)? = nil,
    keep: ((String, inout Tensor?) -> Void)? = nil, _ body: @escaping (String, inout Tensor) -> Void
  ) {
    self.named = named
    (self.enter, self.keep, self.body) = (enter, keep, body)
  }

  /// Visits a tensor of the tree.
  public mutating func leaf(_ name: String, _ tensor: inout Tensor) {
    body(named ? prefix + name : "", &tensor)
  }

  /// Visits a tensor that may be absent.
  public mutating func leaf(_ name: String, _ tensor: inout Tensor?) {
    guard var value = tensor else { return }
    leaf(name, &value)
    tensor = value
  }

  /// Visits a tensor that belongs to the tree and is not learned by gradient, such as the statistics of a norm; it is
  /// no leaf.
  public mutating func buffer(_ name: String, _ tensor: inout Tensor?) { keep?(prefix + name, &tensor) }

  /// Visits a buffer that is always present.
  public mutating func buffer(_ name: String, _ tensor: inout Tensor) {
    guard let keep else { return }
    var value: Tensor? = tensor
    keep(prefix + name, &value)
    tensor = value ?? tensor
  }

  /// Visits a subtree.
  public mutating func branch(_ name: String, _ child: inout some ParameterTree) {
    if let enter {
      var part: any ParameterTree = child
      enter(prefix + name, &part)
      child = cast(part)
    }
    let outer = prefix
    if named { prefix += name + "." }
    child.visit(&self)
    prefix = outer
  }

  private func cast<Child: ParameterTree>(_ part: any ParameterTree) -> Child {
    guard let child = part as? Child else { trap("walkParts: a part changed its type to \(type(of: part))") }
    return child
  }

  /// Visits a subtree that may be absent.
  public mutating func branch<Child: ParameterTree>(_ name: String, _ child: inout Child?) {
    guard var value = child else { return }
    branch(name, &value)
    child = value
  }

  /// Visits a list of subtrees, named by their index.
  public mutating func branch(_ name: String, _ children: inout [some ParameterTree]) {
    for index in children.indices { branch(named ? "\(name).\(index)" : "", &children[index]) }
  }
}

extension ParameterTree {
  /// The leaves with their paths, in order.
  public var leaves: [(name: String, tensor: Tensor)] {
    var copy = self
    var result: [(name: String, tensor: Tensor)] = []
    copy.walk { result.append(($0, $1)) }
    return result
  }

  /// The leaves alone, in order.
  public var tensors: [Tensor] {
    var copy = self
    var result: [Tensor] = []
    copy.walk(named: false) { result.append($1) }
    return result
  }

  /// The paths alone, in order.
  public var names: [String] { leaves.map(\.name) }

  /// The number of parameters in the tree.
  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// Returns a tree with transformed leaves.
  public func map(_ transform: (Tensor) -> Tensor) -> Self {
    var copy = self
    copy.walk(named: false) { $1 = transform($1) }
    return copy
  }

  /// Returns a tree whose leaves are made from path and leaf.
  public func mapNamed(_ transform: (String, Tensor) -> Tensor) -> Self {
    var copy = self
    copy.walk { $1 = transform($0, $1) }
    return copy
  }

  /// Returns a tree whose leaves are made from the pairs of two trees' leaves.
  public func zip(_ other: Self, _ combine: (Tensor, Tensor) -> Tensor) -> Self {
    let others = other.tensors
    var index = 0
    return map { leaf in
      defer { index += 1 }
      guard index < others.count else { trap("zip: the other tree has only \(others.count) leaves") }
      return combine(leaf, others[index])
    }
  }

  /// Returns the tree with the leaves of a list, in order.
  public func replacing(_ tensors: [Tensor]) -> Self {
    var index = 0
    let result = map { leaf in
      defer { index += 1 }
      return index < tensors.count ? tensors[index] : leaf
    }
    guard index == tensors.count else { trap("replacing: \(tensors.count) tensors for a tree of \(index) leaves") }
    return result
  }

  /// Reads or writes each leaf in place.
  public mutating func walk(named: Bool = true, _ body: (String, inout Tensor) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      var visitor = ParameterVisitor(named: named, escaping)
      visit(&visitor)
    }
  }

  /// Reads or writes each subtree of one type in place, such as every `Linear` of a network, with its path.
  public mutating func walkParts<Part: ParameterTree>(_ type: Part.Type, _ body: (String, inout Part) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      var visitor = ParameterVisitor(
        named: true,
        enter: { path, part in
          guard var match = part as? Part else { return }
          escaping(path, &match)
          part = match
        }, { _, _ in })
      visit(&visitor)
    }
  }

  /// The tensors that belong to the tree and are not learned by gradient, by path. Setting removes those that the
  /// dictionary does not have, where they may be absent.
  public var buffers: [String: Tensor] {
    get {
      var copy = self
      var found: [String: Tensor] = [:]
      copy.walkBuffers { found[$0] = $1 }
      return found
    }
    set { walkBuffers { $1 = newValue[$0] } }
  }

  /// Returns the tree, including its buffers of numbers, in another floating-point type.
  public func converted(to dtype: DType) -> Self {
    var copy = map { $0.converted(to: dtype) }
    copy.walkBuffers { if let buffer = $1, buffer.dtype.isFloatingPoint { $1 = buffer.converted(to: dtype) } }
    return copy
  }

  /// Returns the tree, including its buffers, on another device.
  public func moved(to device: Device) -> Self {
    var copy = map { $0.moved(to: device) }
    copy.walkBuffers { $1 = $1?.moved(to: device) }
    return copy
  }

  private mutating func walkBuffers(_ body: (String, inout Tensor?) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      var visitor = ParameterVisitor(named: true, keep: escaping, { _, _ in })
      visit(&visitor)
    }
  }
}
