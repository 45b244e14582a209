import Foundation
import Synchronization
import Testing
import Waybill

/// What is told of a keys file that changes; it takes the time that a file needs to settle.
struct WatchedCallersTests {
    private static func text(_ names: String...) -> String {
        "keys:\n" + names.map { "  \($0): {sha256: \(KeyHash(of: $0[...]))}\n" }.joined()
    }

    @Test func everyVersionIsToldOnceWhateverItIsWorth() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "keys.yaml").path
        func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        try write(Self.text("a"))
        let first = CallerFile.read(path: path)
        #expect(first.table?.callers.map(\.name) == ["a"])
        // What changes before anybody watches is noticed, too.
        try write(Self.text("a", "b"))

        let told = Mutex<[[String]?]>([])
        let watch = CallerFile.watch(after: first, time: SystemTime()) { next in
            told.withLock { $0.append(next.table?.callers.map(\.name)) }
        }
        func expect(_ versions: [[String]?]) async throws {
            for _ in 0..<500 where told.withLock({ $0.count }) < versions.count { try await Task.sleep(for: .milliseconds(20)) }
            #expect(told.withLock { $0 } == versions)
        }
        try await expect([["a", "b"]])
        try write(Self.text("a", "b"))
        try write("keys: [")
        try await expect([["a", "b"], nil])
        try write(Self.text("c"))
        try await expect([["a", "b"], nil, ["c"]])
        watch.stop()
        try write(Self.text("d"))
        try await Task.sleep(for: .milliseconds(400))
        try await expect([["a", "b"], nil, ["c"]])
    }
}
