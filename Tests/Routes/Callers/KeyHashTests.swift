import Testing
import WaybillInterchange
import WaybillRoutes

/// The hash that stands for a key.
struct KeyHashTests {
    /// FIPS 180-4's own example.
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func aKeyIsHashedBySHA256() {
        #expect(KeyHash(of: "abc").description == Self.abc)
        #expect(KeyHash(of: "Bearer abc".dropFirst(7)).description == Self.abc)
    }

    @Test func digitsOfEitherCaseAreRead() {
        #expect(KeyHash(hexadecimal: Self.abc) == KeyHash(of: "abc"))
        #expect(KeyHash(hexadecimal: Self.abc.uppercased()) == KeyHash(of: "abc"))
    }

    @Test(arguments: ["", "ba78", abc + "0", "g" + abc.dropFirst(), String(repeating: "é", count: 32)])
    func nothingElseIsAHash(_ text: String) {
        #expect(KeyHash(hexadecimal: text) == nil)
    }

    @Test func everyBitMakesADifference() throws {
        let hash = KeyHash(of: "abc")
        #expect(hash.difference(from: hash) == 0)
        for place in Self.abc.indices {
            for digit in "0123456789abcdef" where digit != Self.abc[place] {
                var text = Self.abc
                text.replaceSubrange(place...place, with: String(digit))
                let other = try #require(KeyHash(hexadecimal: text))
                #expect(hash.difference(from: other) != 0 && hash != other)
                #expect(other.description == text)
            }
        }
    }
}
