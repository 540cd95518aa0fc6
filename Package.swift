// swift-tools-version: 6.2
import Foundation
import PackageDescription

// `make` and CI build with LAB_STRICT=1: a warning is an error there, but a newer compiler's new warning
// must not stop a user's `swift build`.
let strict = ProcessInfo.processInfo.environment["LAB_STRICT"] == "1"

let package = Package(
  name: "soil-moisture-lab",
  products: [],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: [
    // The C libraries: a module map and the few shims Swift needs, nothing else.
    .systemLibrary(name: "CNetCDF", pkgConfig: "netcdf", providers: [.apt(["libnetcdf-dev"])]),
    .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

    // The rooms, lowest first. Doors open downwards only (docs/architecture.md).
    .target(name: "Numerics"),
    .target(
      name: "Files",
      dependencies: [
        "CNetCDF", "CCSV", "CZip", "Yams",
      ], exclude: ["Digest.swift"]),
    .target(name: "Grids", dependencies: ["Files", "Numerics"]),
    .target(name: "Statistics", dependencies: ["Numerics"]),
    .target(
      name: "Products", dependencies: ["Grids", "Files", "Numerics"],
      resources: [.embedInCode("Catalogue/catalogue.yml")]),
    .target(name: "Stations", dependencies: ["Grids", "Files", "Numerics"]),
    .target(name: "NatureRun", dependencies: ["Grids", "Files", "Numerics"]),
    .target(
      name: "Lab", dependencies: ["Products", "Stations", "Statistics", "Grids", "Files", "Numerics"], exclude: ["Outputs/Manifest.swift"]),
    .testTarget(
      name: "LabTests",
      dependencies: ["Lab", "NatureRun", "Products", "Stations", "Statistics", "Grids", "Files"]),
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
