// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Where libtorch is: `LIBTORCH=/path` or the pinned one that Scripts/libtorch.sh unpacks.
let libtorch = Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/.deps/libtorch"
let isCUDA = FileManager.default.fileExists(atPath: "\(libtorch)/lib/libtorch_cuda.so")

let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A target whose `dependencies` are the arrows of the architecture, with tests that mirror its sources.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = [],
  settings: [SwiftSetting] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: swift + settings),
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies + tests, swiftSettings: swift),
  ]
}

// `make dist` builds the shim as a library of its own (Scripts/shim.sh); CTorch is then only its header.
let torch: [Target] =
  if let shim = Context.environment["AUTODIDACT_SHIM"] {
    [
      .target(
        name: "CTorch", sources: ["include"],
        linkerSettings: [.unsafeFlags(["-L\(shim)"]), .linkedLibrary("CTorch")])
    ]
  } else {
    [
      .target(
        name: "CTorch",
        cxxSettings: [
          .unsafeFlags([
            "-isystem", "\(libtorch)/include",
            "-isystem", "\(libtorch)/include/torch/csrc/api/include",
          ]),
          // Kernels take the time of the tests: optimized in debug builds too.
          .unsafeFlags(["-O2"], .when(configuration: .debug)),
        ],
        linkerSettings: [
          .unsafeFlags(["-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"]),
          .linkedLibrary("torch_cpu"), .linkedLibrary("c10"), .linkedLibrary("m", .when(platforms: [.linux])),
        ] + (isCUDA ? [.linkedLibrary("torch_cuda"), .linkedLibrary("c10_cuda")] : [])
      )
    ]
  }

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "autodidact",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "autodidact", targets: ["autodidact"]),
    .executable(name: "autodidact-bench", targets: ["autodidact-bench"]),
    .library(
      name: "Autodidact", targets: ["Tasks", "Tensors", "Networks", "MetaLearning", "Scaling", "Runs", "Experiments"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: torch
    + room("Randomness")
    + room("Tensors", ["CTorch", "Randomness"])
    + room("Networks", ["Tensors", "Randomness"])
    + [.systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])])]
    + room("Tasks", ["CZlib", "Randomness"])
    // Thousands of fits in its tests: optimized in debug builds too.
    + room("Scaling", ["Randomness"], settings: [.unsafeFlags(["-O"], .when(configuration: .debug))])
    + room("MetaLearning", ["Networks", "Tensors", "Tasks", "Randomness"])
    + room("Runs", [grdb])
    + room("Experiments", ["MetaLearning", "Networks", "Tensors", "Tasks", "Scaling", "Runs", "Randomness", yams])
    + [
      .executableTarget(
        name: "autodidact",
        dependencies: [
          "Experiments", "MetaLearning", "Networks", "Tensors", "Tasks", "Scaling", "Runs", "Randomness", arguments,
        ],
        swiftSettings: swift),
      .executableTarget(
        name: "autodidact-bench", dependencies: ["MetaLearning", "Networks", "Tensors", "Scaling", "Randomness"],
        swiftSettings: swift),
      .testTarget(
        name: "TourTests", dependencies: ["MetaLearning", "Networks", "Tensors", "Tasks", "Randomness"],
        swiftSettings: swift),
      .testTarget(name: "autodidactTests", dependencies: ["autodidact", "Runs", "Experiments"], swiftSettings: swift),
    ],
  cxxLanguageStandard: .cxx20
)
