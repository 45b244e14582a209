// swift-tools-version: 6.2
import PackageDescription

/// A room of the library: a target whose module carries the product's name and whose folder is named plainly.
func room(_ folder: String, _ dependencies: [Target.Dependency] = []) -> Target {
    let name = folder.hasPrefix("Waybill") ? folder : "Waybill\(folder)"
    return .target(name: name, dependencies: dependencies, path: "Sources/\(folder)", swiftSettings: settings)
}

func tests(_ folder: String, _ dependencies: [Target.Dependency], fixtures: Bool = false) -> Target {
    let name = folder.hasPrefix("Waybill") ? "\(folder)Tests" : "Waybill\(folder)Tests"
    return .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(folder)", exclude: fixtures ? ["Fixtures"] : [], swiftSettings: settings)
}

/// `WAYBILL_STRICT` turns warnings into errors; CI sets it.
let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    + (Context.environment["WAYBILL_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// Servers on loopback that misbehave on request; for tests and benchmarks only.
let loopback = Target.target(
    name: "LoopbackServer", dependencies: [], path: "Tests/LoopbackServer", exclude: ["Programs"], swiftSettings: settings)

let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "waybill",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Waybill", targets: ["Waybill"]),
        .library(name: "WaybillLedger", targets: ["WaybillLedger"]),
        .library(name: "WaybillTelemetry", targets: ["WaybillTelemetry"]),
        .library(name: "WaybillTesting", targets: ["WaybillTesting"]),
        .executable(name: "waybill", targets: ["WaybillCLI"]),
    ],
    traits: [
        .trait(name: "Tracing", description: "WaybillTelemetry makes spans through swift-distributed-tracing."),
        .trait(name: "Metrics", description: "WaybillTelemetry records measurements through swift-metrics."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.2.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CWaybillCURL", path: "Sources/CWaybillCURL", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CWaybillYAML", path: "Sources/CWaybillYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        room("Interchange"),
        room("Routes", ["WaybillInterchange"]),
        room("RouteFiles", ["WaybillRoutes", "CWaybillYAML"]),
        .target(
            name: "CWaybillTokenRanks", path: "Sources/CWaybillTokenRanks",
            exclude: ["o200k_base.ranks", "cl100k_base.ranks", "unicode-16.classes", "unicode-16.nfc"]),
        .target(name: "CWaybillByteClasses", path: "Sources/CWaybillByteClasses"),
        room("TokenCounting", ["WaybillInterchange", "CWaybillTokenRanks", "CWaybillByteClasses"]),
        room("PromptCaching", ["WaybillRoutes", "WaybillTokenCounting"]),
        room("ProviderAdapters", ["WaybillRoutes"]),
        room("RoutePlanning", ["WaybillPromptCaching"]),
        room("CurlTransport", ["WaybillInterchange", "CWaybillCURL"]),
        room("Waybill", ["WaybillRouteFiles", "WaybillProviderAdapters", "WaybillRoutePlanning", "WaybillCurlTransport", log]),
        room("WaybillLedger", ["Waybill"] + grdb),
        room(
            "WaybillTelemetry",
            [
                "Waybill", .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
            ]),
        room("WaybillTesting", ["Waybill"]),
        .executableTarget(
            name: "WaybillCLI",
            dependencies: ["Waybill", "WaybillLedger", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Sources/WaybillCLI", swiftSettings: settings),
        loopback,
        .executableTarget(
            name: "ledger-under-load", dependencies: ["WaybillLedger", "WaybillTesting"], path: "Tests/LedgerUnderLoad",
            swiftSettings: settings),
        tests("Interchange", ["WaybillInterchange"], fixtures: true),
        tests("Routes", ["WaybillRoutes"]),
        tests("RouteFiles", ["WaybillRouteFiles"], fixtures: true),
        tests("TokenCounting", ["WaybillTokenCounting"], fixtures: true),
        tests("PromptCaching", ["WaybillPromptCaching"]),
        tests("ProviderAdapters", ["WaybillProviderAdapters", "WaybillPromptCaching"], fixtures: true),
        tests("RoutePlanning", ["WaybillRoutePlanning"]),
        tests("CurlTransport", ["WaybillCurlTransport", "LoopbackServer"]),
        tests("Waybill", ["WaybillTesting", "LoopbackServer"], fixtures: true),
        tests("WaybillLedger", ["WaybillLedger", "WaybillTesting", "LoopbackServer", "ledger-under-load"], fixtures: true),
        tests("WaybillTesting", ["WaybillTesting"]),
        tests("WaybillTelemetry", ["WaybillTelemetry", "WaybillTesting"]),
        tests("WaybillCLI", ["WaybillCLI", "WaybillLedger", "LoopbackServer"], fixtures: true),
    ],
    swiftLanguageModes: [.v6]
)
