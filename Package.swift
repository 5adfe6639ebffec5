// swift-tools-version: 6.2
import PackageDescription

let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A target whose `dependencies` are the arrows of the architecture, with tests that mirror its sources. Every room may
/// ask for what it requires of its callers.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = [], exclude: [String] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies + ["Requirements"], exclude: exclude, swiftSettings: swift),
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies + tests,
      swiftSettings: swift),
  ]
}

// The header of the shim and what opens it. Its C++ is compiled against libtorch by Scripts/shim.sh, not here.
let torch: [Target] = [
  .target(
    name: "CTorch", exclude: ["shim", "kernels"], linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))])
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let subprocess: [Target.Dependency] = [
  .product(name: "Subprocess", package: "swift-subprocess"), .product(name: "SystemPackage", package: "swift-system"),
]
let http: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "NIOCore", package: "swift-nio"), .product(name: "Logging", package: "swift-log"),
  .product(name: "Metrics", package: "swift-metrics"), .product(name: "CoreMetrics", package: "swift-metrics"),
]
let encryption: [Target.Dependency] = [
  .product(name: "HummingbirdTLS", package: "hummingbird"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "autodidact",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "autodidact", targets: ["autodidact"]),
    .executable(name: "autodidact-bench", targets: ["autodidact-bench"]),
    .library(
      name: "Autodidact",
      targets: [
        "Settings", "Tasks", "Repositories", "Tensors", "Networks", "MetaLearning", "Language", "Search", "Reports",
        "Scaling", "Runs", "Experiments",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: torch
    + [
      .target(name: "Requirements", swiftSettings: swift),
      .target(name: "TestSupport", path: "Tests/Support", swiftSettings: swift),
      .testTarget(name: "RequirementsTests", dependencies: ["Requirements", "TestSupport"], swiftSettings: swift),
    ]
    + room("JSON")
    + room("Randomness")
    + room("Reports")
    + room("Tensors", ["CTorch", "JSON", "Randomness"])
    + room("Networks", ["Tensors", "JSON", "Randomness"])
    + room("Settings", [yams], tests: ["Randomness"])
    + room("Tasks", ["JSON", "Randomness", "Settings"])
    + room("Repositories", ["Tasks", "Randomness"] + subprocess)
    // Reading pictures is no part of the library: a package that uses it builds without libpng.
    + [
      .systemLibrary(
        name: "CPNG", path: "Sources/CPNG", pkgConfig: "libpng",
        providers: [.apt(["libpng-dev"]), .brew(["libpng"])])
    ]
    + room("Images", ["Tasks", "CPNG"], tests: ["Randomness"])
    + room("Scaling", ["Randomness", "Reports"])
    + room("MetaLearning", ["Networks", "Tensors", "Tasks", "Randomness"])
    + room("Language", ["Networks", "Tensors", "Tasks", "Randomness", "Settings"])
    + room("Search", ["MetaLearning", "Networks", "Tensors", "Tasks", "Scaling", "Randomness"])
    + room("Runs", [grdb])
    + room("Workers", ["Runs"] + subprocess)
    // A server is no part of the library either: a package that uses it builds no network code.
    + room(
      "Service", ["Workers", "Runs", "Settings", "Tasks", "JSON", protobuf] + http + encryption + subprocess,
      tests: [.product(name: "NIOEmbedded", package: "swift-nio")], exclude: ["Wire/tinker.proto"])
    + room(
      "Dashboard", ["Runs", "Reports", lifecycle] + http,
      tests: [.product(name: "NIOEmbedded", package: "swift-nio")])
    + room(
      "Experiments",
      [
        "Search", "MetaLearning", "Networks", "Tensors", "Tasks", "Scaling", "Reports", "Runs", "Randomness",
        "Settings",
      ])
    + [
      .executableTarget(
        name: "autodidact",
        dependencies: [
          "Experiments", "Images", "Language", "Repositories", "Search", "MetaLearning", "Networks", "Tensors", "Tasks",
          "Scaling",
          "Reports",
          "Runs", "Randomness", "Service", "Dashboard", "Settings", "Workers", "Requirements", arguments, protobuf,
          .product(name: "Hummingbird", package: "hummingbird"), .product(name: "NIOCore", package: "swift-nio"),
          .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: swift),
      .executableTarget(
        name: "autodidact-bench",
        dependencies: [
          "Language", "MetaLearning", "Networks", "Tensors", "Tasks", "Scaling", "Reports", "Randomness",
          "Requirements",
        ],
        swiftSettings: swift),
      .testTarget(
        name: "TourTests", dependencies: ["MetaLearning", "Networks", "Tensors", "Tasks", "Randomness"],
        swiftSettings: swift),
      .testTarget(
        name: "ContributingTests",
        dependencies: ["MetaLearning", "Networks", "Tensors", "Tasks", "Scaling", "Randomness"],
        swiftSettings: swift),
      .testTarget(
        name: "autodidactTests",
        dependencies: [
          "autodidact", "Runs", "Reports", "Scaling", "Experiments", "Search", "Tasks", "Settings", "Randomness",
          "Language", "Networks", "Service", "Tensors", protobuf,
        ],
        swiftSettings: swift),
    ]
)
