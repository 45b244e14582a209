import Synchronization
import Testing
import Waybill

@testable import GatewayAccess

/// What a change of the keys file does to a gateway that runs; it takes the time that a file needs to settle.
struct LiveKeysTests {
    @Test func aValidVersionTakesEffectAndAnInvalidOneIsOnlyTold() async throws {
        let file = try TemporaryFile(Self.text("a", "b"))
        let reading = CallerFile.read(path: file.path)
        let access = CallerAccess(try #require(reading.table), time: SystemTime())
        let told = Mutex<[[String]]>([])
        let watch = CallerFile.watch(after: reading, time: SystemTime()) { next in
            if let table = next.table { access.use(table) }
            told.withLock { $0.append(next.diagnostics.map(\.code.name)) }
        }
        #expect(isKnown("a", access) && isKnown("b", access))

        try file.write("keys: {a: {sha256: wrong}}\n")
        try await wait { told.withLock { $0.count } == 1 }
        #expect(told.withLock { $0 } == [["bad-key-hash"]])
        #expect(isKnown("a", access) && isKnown("b", access))

        try file.write(Self.text("b", "c"))
        try await wait { !isKnown("a", access) }
        #expect(!isKnown("a", access) && isKnown("b", access) && isKnown("c", access))

        try file.write("keys: {}\n")
        try await wait { !isKnown("b", access) }
        #expect(!isKnown("b", access) && !isKnown("c", access))
        watch.stop()
        #expect(told.withLock { $0 } == [["bad-key-hash"], [], ["no-caller"]])
    }

    private static func text(_ names: String...) -> String {
        "keys:\n" + names.map { "  \($0): {sha256: \(KeyHash(of: "key-of-\($0)"))}\n" }.joined()
    }

    private func isKnown(_ name: String, _ access: CallerAccess) -> Bool {
        refusal { () throws(AccessRefusal) in try access.caller(forAuthorization: "Bearer key-of-\(name)") } == nil
    }

    /// Waits until something is so, but not for ever.
    private func wait(until isSo: () -> Bool) async throws {
        for _ in 0..<500 where !isSo() { try await Task.sleep(for: .milliseconds(20)) }
    }
}
