// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    + (Context.environment["WAYBILL_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let package = Package(
    name: "waybill-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "waybill", path: "..")],
    targets: [
        // What Waybill is measured against, and what both are measured with: in C, so that nothing of Swift is in the yardstick.
        .target(name: "CWire", linkerSettings: [.linkedLibrary("curl")]),
        .executableTarget(
            name: "waybill-benchmarks",
            dependencies: [.product(name: "Waybill", package: "waybill"), .product(name: "WaybillLedger", package: "waybill"), "CWire"],
            path: "Sources/Benchmarks", swiftSettings: settings),
        .executableTarget(
            name: "token-throughput", dependencies: [.product(name: "Waybill", package: "waybill")],
            path: "Sources/TokenThroughput", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
