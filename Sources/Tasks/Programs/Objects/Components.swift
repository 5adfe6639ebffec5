/// The connected components of a rectangle of colours: a number from 1 for each cell, 0 for the background.
///
/// One pass of union-find over the rows, one that numbers the roots in the order of their first cells: Rosenfeld and
/// Pfaltz 1966.
struct Components {
  /// The mark of a background that no cell has.
  static let none: UInt8 = 254

  let height: Int
  let width: Int
  /// The component of each cell, row after row.
  let labels: [UInt16]
  /// The number of components.
  let count: Int

  /// Finds the components of cells of which neighbours join if they have one colour, or any if `joinsColours`.
  init(
    of cells: [UInt8], height: Int, width: Int, joinsCorners: Bool, joinsColours: Bool = false,
    background: UInt8 = Components.none
  ) {
    var components: UInt16 = 0
    let labels = [UInt16](unsafeUninitializedCapacity: cells.count) { labels, initialized in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: cells.count + 1) { parents in
        var next: UInt16 = 1
        var index = 0
        for row in 0..<height {
          for column in 0..<width {
            defer { index += 1 }
            let colour = cells[index]
            labels[index] = 0
            if colour == background { continue }
            var own: UInt16 = 0
            func join(_ other: Int) {
              var root = labels[other]
              if root == 0 || !joinsColours && cells[other] != colour { return }
              while parents[Int(root)] != root { root = parents[Int(root)] }
              if own == 0 || own == root {
                own = root
              } else {
                let (small, large) = own < root ? (own, root) : (root, own)
                parents[Int(large)] = small
                own = small
              }
            }
            if column > 0 { join(index - 1) }
            if row > 0 {
              join(index - width)
              if joinsCorners {
                if column > 0 { join(index - width - 1) }
                if column + 1 < width { join(index - width + 1) }
              }
            }
            if own == 0 {
              own = next
              parents[Int(next)] = next
              next += 1
            }
            labels[index] = own
          }
        }
        // A root comes before its children, so that its final number is known when theirs is asked.
        var label: UInt16 = 1
        while label < next {
          let parent = parents[Int(label)]
          if parent == label {
            components += 1
            parents[Int(label)] = components
          } else {
            parents[Int(label)] = parents[Int(parent)]
          }
          label += 1
        }
        for index in cells.indices where labels[index] != 0 { labels[index] = parents[Int(labels[index])] }
      }
      initialized = cells.count
    }
    (self.height, self.width, self.labels, count) = (height, width, labels, Int(components))
  }

  /// The number of cells of each component, from 1; that of the background at 0.
  var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: count + 1)
    for label in labels { sizes[Int(label)] += 1 }
    return sizes
  }

  /// Whether each component has a cell at the edge of the rectangle; at 0 the background.
  var touchesEdge: [Bool] {
    var touches = [Bool](repeating: false, count: count + 1)
    for column in 0..<width {
      touches[Int(labels[column])] = true
      touches[Int(labels[labels.count - 1 - column])] = true
    }
    for row in 0..<height {
      touches[Int(labels[row * width])] = true
      touches[Int(labels[row * width + width - 1])] = true
    }
    return touches
  }

  /// Returns the components as objects of a scene of these cells, in the order of their first cells.
  func objects(of cells: [UInt8]) -> [GridObject] {
    var boxes = [SIMD4<Int16>](repeating: SIMD4(.max, .max, -1, -1), count: count + 1)
    var index = 0
    for row in 0..<height {
      for column in 0..<width {
        let (r, c) = (Int16(truncatingIfNeeded: row), Int16(truncatingIfNeeded: column))
        let label = Int(labels[index])
        let box = boxes[label]
        boxes[label] = SIMD4(min(box[0], r), min(box[1], c), max(box[2], r), max(box[3], c))
        index += 1
      }
    }
    return (1..<(count + 1)).map { label in
      let (top, left) = (Int(boxes[label][0]), Int(boxes[label][1]))
      let (boxHeight, boxWidth) = (Int(boxes[label][2]) - top + 1, Int(boxes[label][3]) - left + 1)
      let own = [UInt8](unsafeUninitializedCapacity: boxHeight * boxWidth) { own, initialized in
        var index = 0
        for row in top..<(top + boxHeight) {
          for cell in (row * width + left)..<(row * width + left + boxWidth) {
            own[index] = Int(labels[cell]) == label ? cells[cell] : GridObject.open
            index += 1
          }
        }
        initialized = index
      }
      return GridObject(
        top: top, left: left, height: boxHeight, width: boxWidth, cells: own, sceneHeight: height, sceneWidth: width)
    }
  }
}
