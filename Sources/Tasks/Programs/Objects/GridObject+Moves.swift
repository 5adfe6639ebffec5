extension [GridObject] {
  /// Returns the objects moved in a direction until each meets the edge, another object or a coloured cell of the scene,
  /// if that is given; the foremost ones first.
  func slid(_ direction: Direction, on rest: Grid? = nil) throws(Undefined) -> [GridObject] {
    let scene = try scene()
    let background = rest?.background
    var taken =
      rest.map { $0.cells.map { $0 == background ? 0 : 1 } }
      ?? [UInt8](repeating: 0, count: scene.height * scene.width)
    for object in self { object.draw(on: &taken) { _, _ in 1 } }
    var slid = self
    // Objects that interlock give way to each other little by little.
    for _ in 0..<Primitive.largestSide {
      let before = slid
      for index in slid.order(along: direction) {
        slid[index].draw(on: &taken) { _, _ in 0 }
        slid[index] = slid[index].moved(direction, until: taken)
        slid[index].draw(on: &taken) { _, _ in 1 }
      }
      if slid == before { break }
    }
    return slid
  }

  /// The places of the objects, those that go first in a direction first.
  private func order(along direction: Direction) -> [Int] {
    let ahead = map { object in
      (direction.rows > 0 ? object.bottom : -object.top) * abs(direction.rows)
        + (direction.columns > 0 ? object.right : -object.left) * abs(direction.columns)
    }
    return indices.sorted { (ahead[$1], $0) < (ahead[$0], $1) }
  }
}

extension GridObject {
  /// Returns the object moved until a cell of it would leave the scene or enter a taken cell.
  func moved(_ direction: Direction, until taken: [UInt8]) -> GridObject {
    let steps = steps(direction, until: taken).steps
    return moved(rows: steps * direction.rows, columns: steps * direction.columns)
  }

  /// Returns the number of steps until a cell would leave the scene or enter a taken cell, and whether it is that.
  func steps(_ direction: Direction, until taken: [UInt8]) -> (steps: Int, meets: Bool) {
    var fewest = (steps: Int.max, meets: false)
    for row in 0..<height {
      for column in 0..<width where contains(row, column) && !contains(row + direction.rows, column + direction.columns)
      {
        var (r, c, steps) = (top + row, left + column, 0)
        while steps < fewest.steps {
          (r, c) = (r + direction.rows, c + direction.columns)
          let isOutside = r < 0 || r >= sceneHeight || c < 0 || c >= sceneWidth
          if isOutside || taken[r * sceneWidth + c] != 0 {
            fewest = (steps, !isOutside)
            break
          }
          steps += 1
        }
      }
    }
    return fewest.steps == .max ? (0, false) : fewest
  }

  /// Returns the object moved straight to the nearest taken cells in one of the four directions, or unmoved if it meets
  /// none in any.
  func attracted(to taken: [UInt8]) -> GridObject {
    let ways = Direction.straight.map { (direction: $0, way: steps($0, until: taken)) }.filter(\.way.meets)
    guard let best = ways.min(by: { $0.way.steps < $1.way.steps }) else { return self }
    return moved(rows: best.way.steps * best.direction.rows, columns: best.way.steps * best.direction.columns)
  }

  /// Returns the object moved so that it touches the scene's edge in a direction.
  func atEdge(_ direction: Direction) -> GridObject {
    moved(
      rows: direction.rows < 0 ? -top : direction.rows > 0 ? sceneHeight - bottom : 0,
      columns: direction.columns < 0 ? -left : direction.columns > 0 ? sceneWidth - right : 0)
  }

  /// Returns the object moved by its own size and a gap.
  func beside(_ direction: Direction, times: Int = 1, gap: Int = 0) -> GridObject {
    moved(rows: times * direction.rows * (height + gap), columns: times * direction.columns * (width + gap))
  }

  /// Returns the object's mirror image beyond its side, or beyond its corner.
  func reflected(_ direction: Direction) -> GridObject {
    let dihedral: Dihedral = direction.rows == 0 ? .flipHorizontal : direction.columns == 0 ? .flipVertical : .rotate180
    return turned(dihedral).beside(direction)
  }

  /// Returns copies of the object beside each other, the object first, until the edge of the scene.
  func row(_ direction: Direction, gap: Int) -> [GridObject] {
    var row = [self]
    while row.count <= Primitive.largestSide {
      let next = beside(direction, times: row.count, gap: gap)
      guard next.top < sceneHeight, next.bottom > 0, next.left < sceneWidth, next.right > 0 else { break }
      row.append(next)
    }
    return row
  }
}
