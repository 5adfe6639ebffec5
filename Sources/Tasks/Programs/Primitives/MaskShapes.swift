extension PrimitiveGroup {
  /// Neighbourhoods, boxes and lines of sets of cells.
  static let maskShapes = PrimitiveGroup(
    "mask shapes", "sets of cells grown, shrunk, outlined, boxed, cast along directions",
    [
      Primitive("grow", "{0} and their side neighbours") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().grown(corners: false)
      },
      Primitive("grow_round", "{0} and all their neighbours") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().grown(corners: true)
      },
      Primitive("shrink", "{0} without their side borders") { (mask: Mask) throws(Undefined) in
        try mask.shrunk(corners: false).nonempty()
      },
      Primitive("shrink_round", "{0} without their borders") { (mask: Mask) throws(Undefined) in
        try mask.shrunk(corners: true).nonempty()
      },
      Primitive("around", "the cells around {0}") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().grown(corners: true).combined(with: mask) { $0 & (1 - $1) }
      },
      Primitive("beside", "the side neighbours of {0}") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().grown(corners: false).combined(with: mask) { $0 & (1 - $1) }
      },
      Primitive("cornered", "the diagonal neighbours of {0}") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().grown(corners: true).combined(with: mask.grown(corners: false)) { $0 & (1 - $1) }
      },
      Primitive("border", "the border cells of {0}") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().combined(with: mask.shrunk(corners: true)) { $0 & (1 - $1) }
      },
      Primitive("box", "the box of {0}") { (mask: Mask) throws(Undefined) in
        guard let box = mask.box else { throw .nothing }
        return Mask(height: mask.height, width: mask.width) { box.rows.contains($0) && box.columns.contains($1) }
      },
      Primitive("rows_of", "the rows of {0}") { (mask: Mask) throws(Undefined) in try mask.nonempty().fullRows },
      Primitive("columns_of", "the columns of {0}") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().fullColumns
      },
      Primitive("lines_of", "the rows and columns of {0}") { (mask: Mask) throws(Undefined) in
        try mask.nonempty().fullRows.combined(with: mask.fullColumns) { $0 | $1 }
      },
      Primitive("between", "the cells between {0} in rows and columns") { (mask: Mask) throws(Undefined) in
        let sides = Direction.straight.map { mask.shadow($0).cells }
        let cells = mask.cells.indices.map { index in
          (sides[0][index] & sides[2][index] | sides[1][index] & sides[3][index]) & (1 - mask.cells[index])
        }
        return try Mask(height: mask.height, width: mask.width, cells: cells).nonempty()
      },
      Primitive("shadow", "{0} and all cells {1} of them") { (mask: Mask, direction: Direction) throws(Undefined) in
        try mask.nonempty().shadow(direction)
      },
      Primitive("beyond", "the cells {1} of {0}") { (mask: Mask, direction: Direction) throws(Undefined) in
        try mask.shadow(direction).combined(with: mask) { $0 & (1 - $1) }.nonempty()
      },
      Primitive("shift", "{0} moved one step {1}") { (mask: Mask, direction: Direction) throws(Undefined) in
        try mask.moved(rows: direction.rows, columns: direction.columns).nonempty()
      },
      Primitive("largest_part", "the largest part of {0}") { (mask: Mask) throws(Undefined) in
        try mask.part { (sizes: [Int]) in sizes.max() }
      },
      Primitive("smallest_part", "the smallest part of {0}") { (mask: Mask) throws(Undefined) in
        try mask.part { (sizes: [Int]) in sizes.min() }
      },
      Primitive("parts", "the number of parts of {0}") { (mask: Mask) in mask.components.count },
    ])
}

extension Mask {
  /// The parts that are connected by sides or corners.
  var components: Components {
    Components(of: cells, height: height, width: width, joinsCorners: true, background: 0)
  }

  /// Returns the one part whose size is chosen among all parts' sizes, or throws if there is none or a tie.
  func part(_ choose: ([Int]) -> Int?) throws(Undefined) -> Mask {
    let components = components
    let sizes = components.sizes
    guard let size = choose(Array(sizes.dropFirst())) else { throw .nothing }
    let chosen = (1...components.count).filter { sizes[$0] == size }
    guard chosen.count == 1 else { throw .tie }
    return Mask(height: height, width: width, cells: components.labels.map { Int($0) == chosen[0] ? 1 : 0 })
  }
}
