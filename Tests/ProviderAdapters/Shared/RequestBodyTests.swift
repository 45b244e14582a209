import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

struct RequestBodyTests {
    /// A body of four members, with these extras.
    private func body(_ extras: JSONObject?) -> String {
        let body = RequestBody.encode(extras: extras, reserved: ["model"]) { body in
            body.member("model") { $0.value("m") }
            body.member("list") { $0.array([1, 2]) { $0.value(.number(JSONNumber($1))) } }
            body.member("growing", grows: true) { $0.value([1]) }
            body.member("options") { body in
                body.object { body in
                    body.member("a") { $0.value(1) }
                    body.member("b", "x")
                }
            }
        }
        return String(decoding: body.bytes, as: UTF8.self)
    }

    @Test(
        arguments: [
            (nil, #"{"model":"m","list":[1,2],"growing":[1],"options":{"a":1,"b":"x"}}"#),
            (["model": "n"], #"{"model":"m","list":[1,2],"growing":[1],"options":{"a":1,"b":"x"}}"#),
            (["list": [3]], #"{"model":"m","list":[3],"growing":[1],"options":{"a":1,"b":"x"}}"#),
            (["growing": [2, 3]], #"{"model":"m","list":[1,2],"growing":[1,2,3],"options":{"a":1,"b":"x"}}"#),
            (["growing": "one"], #"{"model":"m","list":[1,2],"growing":"one","options":{"a":1,"b":"x"}}"#),
            (["options": ["b": .null, "a": 2, "c": [:]]], #"{"model":"m","list":[1,2],"growing":[1],"options":{"a":2,"c":{}}}"#),
            (["options": .null, "absent": .null], #"{"model":"m","list":[1,2],"growing":[1]}"#),
            (
                ["z\"": true, "extra": ["k": 1.50]],
                #"{"model":"m","list":[1,2],"growing":[1],"options":{"a":1,"b":"x"},"z\"":true,"extra":{"k":1.5}}"#
            ),
        ] as [(JSONObject?, String)])
    func extrasAreAMergePatch(_ extras: JSONObject?, _ expected: String) {
        #expect(body(extras) == expected)
    }
}

struct CallIdentifierTests {
    @Test(arguments: ["c", "call_Jq3rT8vYx2LmN5pKdWzE7hQa", String(repeating: "x", count: 64)])
    func anAcceptedIDStays(_ id: String) {
        #expect(CallIdentifier.accepted(id) == id)
    }

    @Test func otherIDsBecomeShortOnesThatDiffer() {
        let ids = ["", String(repeating: "x", count: 65), String(repeating: "y", count: 65), String(repeating: "x", count: 500)]
        let accepted = Set(ids.map(CallIdentifier.accepted))
        #expect(accepted.count == ids.count)
        #expect(accepted.allSatisfy { CallIdentifier.isAccepted($0) && $0.hasPrefix("call_") })
        // The same in every process, since the cached prefix hangs on it.
        #expect(CallIdentifier.accepted("") == "call_cbf29ce4842223259e3779b97f4a7c15")
    }
}
