public import Randomness
public import Tensors

/// Heads that mix features between positions by learned maps, one for rows and one for columns.
///
/// o = out([M₁·V₁ … Mₕ·Vₕ]), V = value(h), M[i, j] = positions[i, j] + offsets[i − j]; on a canvas of several rows each
/// head mixes columns, then rows.
///
/// A permutation of positions is one such map, and the gradient of a map is the correlation of what is missing at one
/// position with what is at another: one step can find it. Attention has to find it through queries and keys. The part
/// that depends on the offset alone generalizes to positions and canvases never seen.
/// - Source: ours; a linear token mixing as in Tolstikhin et al. 2021, "MLP-Mixer", split over heads.
/// - Shapes: [..., prefix + height · width, features] to the same; prefix positions take no part.
public struct PositionMixingHeads: ParameterTree {
  /// The map between columns.
  public var columns: PositionMixingMap
  /// The map between rows.
  public var rows: PositionMixingMap
  /// The value weights, [width, width].
  public var value: Linear
  /// The output weights, [width, width].
  public var out: Linear
  let heads: Int
  let prefix: Int

  /// Creates heads of these sizes.
  public init(_ c: TinyRecursiveConfiguration, using generator: inout Generator) {
    (heads, prefix) = (c.positionHeads, c.prefix)
    columns = PositionMixingMap(heads: heads, extent: c.positionExtent, using: &generator)
    rows = PositionMixingMap(heads: heads, extent: c.positionExtent, using: &generator)
    value = Linear(c.width, c.width, using: &generator)
    out = Linear(c.width, c.width, using: &generator)
  }

  /// Applies the heads.
  public func callAsFunction(_ h: Tensor, _ table: PositionTable) -> Tensor {
    let shape = h.shape
    let (length, width) = (shape[shape.count - 2], shape[shape.count - 1])
    let (height, across) = (table.layout.height, table.layout.width)
    let tasks = columns.tasks ?? 1
    let cells = h.narrowed(-2, from: prefix, length: length - prefix)
    var v = value(cells).reshaped(tasks, -1, height, across, heads, width / heads)
    let (column, row) = (columns(across), rows(height))  // [(tasks,) heads, extent, extent]
    v = .einsum(columns.tasks == nil ? "hij,tnajhd->tnaihd" : "thij,tnajhd->tnaihd", column, v)
    if height > 1 {
      v = .einsum(rows.tasks == nil ? "hij,tnjahd->tniahd" : "thij,tnjahd->tniahd", row, v)
    }
    let mixed = out(v.reshaped(Array(shape.dropLast(2)) + [length - prefix, width]))
    return mixed.padded([0, 0, prefix, 0])  // the prefix does not mix
  }

  /// Visits the maps and matrices.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.branch("columns", &columns)
    visitor.branch("rows", &rows)
    visitor.branch("value", &value)
    visitor.branch("out", &out)
  }
}

/// One learned map of positions for each head: a free matrix plus a part that depends on the offset alone.
///
/// - Shapes: gives [heads, n, n] for a side of n positions, or [tasks, heads, n, n].
public struct PositionMixingMap: ParameterTree {
  /// The free matrices, [heads, extent, extent] or [tasks, heads, extent, extent].
  public var positions: Tensor
  /// The weights by offset, [heads, 2 · extent − 1] or [tasks, heads, 2 · extent − 1].
  public var offsets: Tensor

  init(heads: Int, extent: Int, using generator: inout Generator) {
    positions = .zeros([heads, extent, extent])
    offsets = .normal([heads, 2 * extent - 1], deviation: 0.1, using: &generator)
  }

  var tasks: Int? {
    positions.rank == 4 || offsets.rank == 3 ? (positions.rank == 4 ? positions : offsets).size(0) : nil
  }

  /// Returns the map of a side of `n` positions. Positions beyond the extent that it was made for have no weights:
  /// there is no free part there, and no offset as long.
  public func callAsFunction(_ n: Int) -> Tensor {
    let extent = positions.size(-1)
    let (inside, beyond) = (min(n, extent), max(n - extent, 0))
    var used = positions.narrowed(-1, from: 0, length: inside).narrowed(-2, from: 0, length: inside)
    var reach = offsets
    if beyond > 0 {
      used = used.padded([0, beyond, 0, beyond])
      reach = reach.padded([beyond, beyond])
    }
    let index = (0..<n).flatMap { i in (0..<n).map { j in Int64(i - j + extent + beyond - 1) } }
    let relative = reach.gathered(reach.rank - 1, at: Tensor(index, device: reach.device))
    return used + relative.reshaped(Array(reach.shape.dropLast()) + [n, n])
  }

  /// Visits both parts.
  public mutating func visit(_ visitor: inout ParameterVisitor) {
    visitor.leaf("places", &positions)
    visitor.leaf("offsets", &offsets)
  }
}
