// swift-tools-version: 6.2
import Foundation
import PackageDescription

// `make` and CI build with LAB_STRICT=1: a warning is an error there, but a newer compiler's new warning
// must not stop a user's `swift build`.
let strict = ProcessInfo.processInfo.environment["LAB_STRICT"] == "1"

let package = Package(
  name: "soil-moisture-lab",
  products: [.executable(name: "lab", targets: ["LabCommand"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
  ],
  targets: [
    // The C libraries: a module map and the few shims Swift needs, nothing else.
    .systemLibrary(name: "CNetCDF", pkgConfig: "netcdf", providers: [.apt(["libnetcdf-dev"])]),
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

    // The rooms, lowest first. Doors open downwards only (docs/architecture.md).
    .target(name: "Numerics"),
    .target(
      name: "Files",
      dependencies: [
        "CNetCDF", "CDeflate", "CCSV", "CZip", "Yams", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "Grids", dependencies: ["Files", "Numerics"]),
    .target(name: "Statistics", dependencies: ["Numerics"]),
    .target(name: "Neural", dependencies: ["Files", "Numerics", "COpenBLAS"]),
    .target(
      name: "Products", dependencies: ["Neural", "Grids", "Files", "Numerics"],
      resources: ["made", "merged", "active", "passive", "models", "precipitation"].map {
        .embedInCode("Catalogue/\($0).yml")
      }),
    .target(name: "Stations", dependencies: ["Grids", "Files", "Numerics"]),
    .target(name: "NatureRun", dependencies: ["Grids", "Files", "Numerics"]),
    .target(
      name: "Lab", dependencies: ["Products", "Stations", "Statistics", "Grids", "Files", "Numerics"]),
    .target(
      name: "Report",
      dependencies: [
        "Lab", "Stations", "Products", "Statistics", "Grids", "Files", "Numerics",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      resources: [.embedInCode("Published/published.csv")]),
    .executableTarget(
      name: "LabCommand",
      dependencies: [
        "Report", "Lab", "NatureRun", "Products", "Stations", "Grids", "Files",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Not a product: `make bench` (docs/benchmarks.md).
    .executableTarget(
      name: "LabBenchmarks",
      dependencies: [
        "Lab", "NatureRun", "Neural", "Products", "Stations", "Statistics", "Grids", "Files", "Numerics",
        "CNetCDF",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/LabBenchmarks"),

    .testTarget(name: "NumericsTests", dependencies: ["Numerics"]),
    .testTarget(name: "FilesTests", dependencies: ["Files"]),
    .testTarget(name: "GridsTests", dependencies: ["Grids", "Files"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "Numerics"]),
    .testTarget(name: "NeuralTests", dependencies: ["Neural", "Files", "Numerics"]),
    .testTarget(name: "ProductsTests", dependencies: ["Products", "Grids", "Files"]),
    .testTarget(name: "StationsTests", dependencies: ["Stations", "Grids", "Files"]),
    .testTarget(
      name: "NatureRunTests",
      dependencies: ["NatureRun", "Products", "Stations", "Grids", "Files", "Numerics"]),
    .testTarget(
      name: "LabTests",
      dependencies: ["Lab", "NatureRun", "Products", "Stations", "Statistics", "Grids", "Files"]),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Report", "Lab", "Products", "Stations", "Statistics", "Grids", "Files", "Numerics"]),
    .testTarget(
      name: "LabCommandTests", dependencies: ["LabCommand", "Report", "Lab", "NatureRun", "Grids", "Files"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
    ]
  if target.type != .test { target.swiftSettings?.append(.strictMemorySafety()) }
  if strict { target.swiftSettings?.append(.treatAllWarnings(as: .error)) }
}
