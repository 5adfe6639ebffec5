// swift-tools-version: 6.2
import PackageDescription

// In a package of your own: .package(url: "…/autodidact", from: "0.2.0"). `make examples` names this clone and its commit.
let autodidact: Package.Dependency =
  if let url = Context.environment["AUTODIDACT_URL"], let version = Context.environment["AUTODIDACT_VERSION"] {
    .package(url: url, exact: Version(stringLiteral: version))
  } else {
    .package(name: "autodidact", path: "..")
  }

let package = Package(
  name: "examples",
  platforms: [.macOS(.v15)],
  dependencies: [autodidact],
  targets: ["solve", "sinusoid", "learner"].map {
    .executableTarget(name: $0, dependencies: [.product(name: "Autodidact", package: "autodidact")])
  }
)
