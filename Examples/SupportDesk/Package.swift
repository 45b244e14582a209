// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "SupportDesk",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a package of your own: .package(url: "https://github.com/waybill-project/waybill", from: "0.1.0")
        .package(name: "waybill", path: "../..")
    ],
    targets: [
        .executableTarget(name: "SupportDesk", dependencies: [.product(name: "Waybill", package: "waybill")])
    ],
    swiftLanguageModes: [.v6]
)
