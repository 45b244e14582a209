import Foundation
import LoopbackServer

/// The program `ledger-under-load`, which was built with these tests.
enum LoadedProcess {
    static func start(_ arguments: String...) throws -> ChildProcess {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
        let folder = bundle.bundlePath.hasSuffix(".xctest") ? bundle.bundleURL.deletingLastPathComponent() : bundle.bundleURL
        return try ChildProcess([folder.appending(path: "ledger-under-load").path] + arguments)
    }
}
