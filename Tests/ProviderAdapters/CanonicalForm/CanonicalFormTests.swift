import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// The same request is the same bytes, however it was written down; what a model could tell apart is not.
struct CanonicalFormTests {
    /// Spellings are tried in blocks, so that several processors can share them.
    @Test(arguments: 0..<10)
    func everySpellingOfARequestGivesTheSameBytes(block: UInt64) throws {
        let request = try CanonicalSamples.shortRequest()
        let expected = try CanonicalSamples.bodies(request)
        for seed in block * 1_000..<(block + 1) * 1_000 {
            let spelled = RandomSpelling.spell(request, seed: seed)
            let bodies = CanonicalSamples.bodies(try ModelRequest(jsonText: spelled))
            guard bodies != expected else { continue }
            for (place, body) in bodies.enumerated() {
                #expect(body == expected[place], "\(CanonicalSamples.adapters[place].name), seed \(seed)")
            }
        }
    }

    /// What a model could see differently, as a path of keys and places to two members or elements that change their places.
    static let visibleOrders: [[String]] = [
        ["tools", "0", "parameters", "properties"], ["tools", "0", "parameters", "$defs"], ["tools", "0", "parameters", "required"],
        ["tools", "0", "parameters", "properties", "reason", "enum"], ["tools", "0", "parameters", "properties", "to", "anyOf"],
        ["output", "json_schema", "schema", "properties"], ["examples"], ["references"], ["conversation"],
    ]

    @Test(arguments: visibleOrders)
    func anOrderThatAModelCanSeeIsKept(path: [String]) throws {
        var request = try CanonicalSamples.request()
        let expected = try CanonicalSamples.bodies(request)
        request.change(at: path[...]) { $0.swapFirstTwo() }
        for (place, body) in try CanonicalSamples.bodies(request).enumerated() {
            #expect(body != expected[place], "\(CanonicalSamples.adapters[place].name)")
        }
    }

    /// Words of users and models, each with a change that no reader of JSON could see.
    static let foreignWords: [(path: [String], text: String)] = [
        (["conversation", "0", "content"], "Where is order 1207?\nI wait."),
        (["conversation", "1", "arguments"], #"{"zip":1,"id":1207}"#),
        (["conversation", "2", "content"], #"{"state": "shipped"}"#),
        (["late_context"], "Today is 21 November 2026.\n"),
    ]

    @Test(arguments: foreignWords)
    func whatUsersAndModelsWroteIsNotTouched(path: [String], text: String) throws {
        var request = try CanonicalSamples.request()
        let expected = try CanonicalSamples.bodies(request)
        request.change(at: path[...]) { $0 = .string(text) }
        for (place, body) in try CanonicalSamples.bodies(request).enumerated() {
            #expect(body != expected[place], "\(CanonicalSamples.adapters[place].name)")
        }
    }

    /// The hash of the file for each version of the form.
    ///
    /// Bytes that change empty every prompt cache once, so they change on purpose: with a new version, a file of its own and its hash here.
    static let hashes = [1: "5917df2cfa5885d326416504656a73fdac902c8e0f5718d11cdb38e6efc832d7"]

    @Test func theBytesChangeOnlyWithTheVersionOfTheForm() throws {
        let bodies = try CanonicalSamples.bodies(CanonicalSamples.request())
        let text = zip(CanonicalSamples.adapters, bodies).map { "\($0.name)\n\(String(decoding: $1, as: UTF8.self))\n" }.joined()
        let file = "canonical-form/version-\(CanonicalForm.version).txt"
        try expectGolden(text, file)
        #expect(SHA256.hash(text).hexadecimal == Self.hashes[CanonicalForm.version], "give the form a new version")
    }
}

extension JSONValue {
    /// Changes what a path of keys and places leads to.
    fileprivate mutating func change(at path: ArraySlice<String>, _ body: (inout JSONValue) -> Void) {
        guard let step = path.first else { return body(&self) }
        switch self {
        case .object(var members):
            var member = members[step] ?? .null
            member.change(at: path.dropFirst(), body)
            members[step] = member
            self = .object(members)
        case .array(var elements):
            guard let place = Int(step) else { return }
            elements[place].change(at: path.dropFirst(), body)
            self = .array(elements)
        default: break
        }
    }

    fileprivate mutating func swapFirstTwo() {
        switch self {
        case .object(let members):
            var members = Array(members)
            members.swapAt(0, 1)
            self = .object(JSONObject(members))
        case .array(var elements):
            elements.swapAt(0, 1)
            self = .array(elements)
        default: break
        }
    }
}
