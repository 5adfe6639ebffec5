import Randomness
import Testing

@testable import Tasks

@Suite struct SceneStyleTests {
  @Test(arguments: SceneKind.allCases) func scenesAreOfTheirSizesAndNotOfOneColour(_ kind: SceneKind) {
    for settings in [Programs(), Programs(heights: 3...30, widths: 4...30, objects: 3...20)] {
      var generator = Generator(seed: 1).child(kind.rawValue)
      var seen: Set<Grid> = []
      for _ in 0..<40 {
        let style = SceneStyle(kind, settings, using: &generator)
        let scene = style.scene(using: &generator)
        seen.insert(scene)
        #expect(settings.heights.contains(scene.height) && settings.widths.contains(scene.width))
        #expect(Set(scene.cells).count > 1)
        #expect(Set(scene.cells).isSubset(of: style.palette + [style.background]))
      }
      #expect(seen.count > 35)
    }
  }

  @Test func aSceneIsAFunctionOfTheGenerator() {
    var (a, b) = (Generator(seed: 3), Generator(seed: 3))
    for kind in SceneKind.allCases {
      let (one, other) = (SceneStyle(kind, Programs(), using: &a), SceneStyle(kind, Programs(), using: &b))
      #expect(one.scene(using: &a) == other.scene(using: &b))
    }
  }
}
