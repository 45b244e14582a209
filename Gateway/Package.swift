// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    + (Context.environment["WAYBILL_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])

let waybill = Target.Dependency.product(name: "Waybill", package: "waybill")
let hummingbird = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")

let package = Package(
    name: "waybill-gateway",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "waybill-gateway", targets: ["waybill-gateway"])],
    dependencies: [
        .package(name: "waybill", path: ".."),
        // Neither its configuration nor full Foundation is needed.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        // What Hummingbird itself is made of, where its own types are in between.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    ],
    targets: [
        // What clients say and are told: bytes in, values out. No server in it.
        .target(name: "GatewayWire", dependencies: [waybill], path: "Sources/Wire", swiftSettings: settings),
        // Who may call, for what, and how much. No server in it either.
        .target(name: "GatewayAccess", dependencies: ["GatewayWire", waybill], path: "Sources/Access", swiftSettings: settings),
        .target(
            name: "GatewayServer",
            dependencies: [
                "GatewayAccess", "GatewayWire", waybill, hummingbird, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"), .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Server", swiftSettings: settings),
        .executableTarget(
            name: "waybill-gateway",
            dependencies: [
                "GatewayServer", "GatewayAccess", waybill, .product(name: "WaybillLedger", package: "waybill"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Command", swiftSettings: settings),
        // What several rooms are tested with.
        .target(name: "GatewayTestSupport", path: "Tests/Support", swiftSettings: settings),
        .testTarget(
            name: "GatewayWireTests",
            dependencies: ["GatewayWire", "GatewayTestSupport", .product(name: "WaybillTesting", package: "waybill")], path: "Tests/Wire",
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "GatewayAccessTests", dependencies: ["GatewayAccess", "GatewayTestSupport"], path: "Tests/Access",
            swiftSettings: settings),
        .testTarget(
            name: "GatewayServerTests",
            dependencies: [
                "GatewayServer", "GatewayAccess", .product(name: "WaybillTesting", package: "waybill"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Server", exclude: ["Fixtures"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
