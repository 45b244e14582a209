import Synchronization
import Testing
import Waybill

@testable import GatewayAccess

/// Who a key belongs to, and how little there is to learn from asking.
struct KeyRingTests {
    @Test(arguments: [
        ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER   abc  ", "abc"), ("Bearer a b", "a b"), ("Bearer ", nil), ("Bearer", nil),
        ("Bearerabc", nil), ("Basic abc", nil), ("abc", nil), ("", nil), (" Bearer abc", nil), ("Bearer\tabc", nil), ("Bëarer abc", nil),
    ])
    func theKeyIsWhatFollowsBearer(_ header: String, _ key: Substring?) {
        #expect(KeyRing.key(inAuthorization: header) == key)
    }

    @Test func everyKeyOfACallerIsItsOwn() throws {
        let keys = ["old", "new"].map { KeyHash(of: $0[...]) }
        let ring = try KeyRing(
            CallerTable([Caller("a", keys: [KeyHash(of: "a")]), Caller("b", keys: keys), Caller("c", keys: [KeyHash(of: "c")])]))
        for (key, name) in [("a", "a"), ("old", "b"), ("new", "b"), ("c", "c")] {
            #expect(try ring.caller(forAuthorization: "Bearer \(key)").name == name)
        }
    }

    @Test func aMissingKeyAndAWrongOneAreRefusedInTheSameWords() throws {
        let ring = try KeyRing(CallerTable("billing"))
        let headers: [String?] = [
            nil, "", "Bearer", "Bearer ", "Bearer no key", "Bearer wrong", "Basic key-of-billing", "Bearer key-of-billing2",
            "Bearer key-of-billin", "Bearer Key-of-billing", "Bearer \(KeyHash(of: "key-of-billing"))",
        ]
        for header in headers {
            let found = refusal { () throws(AccessRefusal) in try ring.caller(forAuthorization: header) }
            #expect(found == .unknownKey, "\(header ?? "no header")")
        }
        #expect(try ring.caller(forAuthorization: "Bearer key-of-billing").name == "billing")
    }

    @Test func whereNobodyHasAKeyEveryoneIsRefused() throws {
        let ring = try KeyRing(CallerTable([]))
        for header in [nil, "Bearer key"] {
            #expect(refusal { () throws(AccessRefusal) in try ring.caller(forAuthorization: header) } == .unknownKey)
        }
    }

    @Test func whatIsTooLongIsNoKey() throws {
        let keys = [512, 513].map { String(repeating: "k", count: $0) }
        let ring = try KeyRing(CallerTable([Caller("long", keys: keys.map { KeyHash(of: $0[...]) })]))
        #expect(try ring.caller(forAuthorization: "Bearer \(keys[0])").name == "long")
        #expect(refusal { () throws(AccessRefusal) in try ring.caller(forAuthorization: "Bearer \(keys[1])") } == .unknownKey)
    }

    /// So that how long it takes tells nothing of where the right key is, or whether there is one.
    @Test func everyHashIsComparedWhateverIsFound() {
        let hashes = (0..<100).map { KeyHash(of: "\($0)") }
        for wanted in [0, 1, 50, 99, 100] {
            var compared = 0
            let counting = AnySequence(
                hashes.lazy.map { hash in
                    compared += 1
                    return hash
                })
            #expect(KeyRing.place(of: KeyHash(of: "\(wanted)"), in: counting) == (wanted < 100 ? wanted : nil))
            #expect(compared == 100)
        }
    }
}
