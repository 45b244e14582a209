// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Observed",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a package of your own: .package(url: "https://github.com/waybill-project/waybill", from: "0.1.0", traits: ["Tracing", "Metrics"])
        .package(name: "waybill", path: "../..", traits: ["Tracing", "Metrics"]),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.2.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    ],
    targets: [
        .executableTarget(
            name: "Observed",
            dependencies: [
                .product(name: "Waybill", package: "waybill"), .product(name: "WaybillTelemetry", package: "waybill"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
