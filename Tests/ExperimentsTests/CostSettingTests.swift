import Testing

@testable import Experiments

@Suite struct CostSettingTests {
  @Test(arguments: CostAxis.allCases) func oneAxisIsChangedAndTheOthersStay(axis: CostAxis) {
    let setting = CostSetting(innerSteps: 5, tasks: 8, width: 32)
    let changed = setting.with(axis, 3)
    #expect(changed != setting && changed.with(axis, 3) == changed)
    for other in CostAxis.allCases where other != axis {
      #expect(setting.with(other, 7) == changed.with(axis, value(of: setting, axis)).with(other, 7))
    }
  }

  private func value(of setting: CostSetting, _ axis: CostAxis) -> Int {
    switch axis {
    case .innerSteps: setting.innerSteps
    case .tasks: setting.tasks
    case .width: setting.width
    }
  }
}
