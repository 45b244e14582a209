import GatewayAccess
import Testing
import Waybill

/// Keys that are drawn for callers.
struct NewKeyTests {
    @Test func aKeyIsLongPlainAndNeverTheSame() {
        let keys = (0..<100).map { _ in NewKey().key }
        #expect(Set(keys).count == keys.count)
        for key in keys {
            #expect(key.utf8.count == 46 && key.hasPrefix("wb-"))
            #expect(key.utf8.allSatisfy { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0) })
        }
    }

    @Test func everyCharacterIsDrawnEvenly() {
        var counts: [UInt8: Int] = [:]
        for _ in 0..<1_000 { for byte in NewKey().key.utf8.dropFirst(3) { counts[byte, default: 0] += 1 } }
        // 43,000 draws from 64 characters: 672 of each, give or take 26 twice out of three times.
        #expect(counts.count == 64 && counts.values.allSatisfy { (500...850).contains($0) }, "\(counts)")
    }

    @Test func itsLinesLetItIn() throws {
        let key = NewKey()
        #expect(try !key.lines(for: "billing").contains(key.key))
        let path = try TemporaryFile("keys:\n" + key.lines(for: "billing") + NewKey().lines(for: "search.v2"))
        let table = try #require(CallerFile.read(path: path.path).table)
        #expect(try KeyRing(table).caller(forAuthorization: "Bearer \(key.key)").name == "billing")
    }

    @Test(arguments: ["", "billing team", "a: {}\n  b", "wb/key", String(repeating: "a", count: 65)])
    func nobodyIsCalledWhatTheFileDoesNotTake(_ name: String) {
        #expect(throws: CallersInvalid.self) { try NewKey().lines(for: name) }
    }
}
