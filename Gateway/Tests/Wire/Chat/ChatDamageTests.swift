import GatewayTestSupport
import GatewayWire
import Testing
import Waybill

/// Bodies that were damaged anywhere are a 400 that says where, or another request; never a crash.
struct ChatDamageTests {
    private static let bodies = FixtureFiles.paths(in: "chat-requests", ending: ".json")

    private func problem(_ bytes: [UInt8]) -> InboundProblem? {
        do throws(InboundProblem) {
            _ = try ChatRequest.read(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// Values of every kind but `null`, which stands for nothing said.
    private static let values: [JSONValue] = [true, 3, 2.5, "x", [], [:]]

    @Test(arguments: bodies)
    func aValueOfAnotherKindIsNamedWhereverItStands(path: String) throws {
        let body = try JSONReader.read(try FixtureFiles.bytes(path))
        for place in body.places where !Self.takesAnything(place.path) {
            guard let old = body.value(at: place), !old.isNull else { continue }
            for value in Self.values where value.kind != old.kind && !Self.takes(value, place.path) {
                let problem = problem(body.replacing(place, with: value).bytes())
                let named = problem?.parameter ?? ""
                #expect(problem?.status == 400, "\(value) at \(place.path)")
                #expect(named.hasPrefix(place.path) && !named.isEmpty || place.steps.isEmpty, "\(value) at \(place.path): \(named)")
            }
        }
    }

    /// What is passed on, or passed over, as it came.
    private static func takesAnything(_ path: String) -> Bool {
        [
            ".parameters.", ".schema.", "parsed", "logit_bias.", "prediction.", "top_k", "chat_template_kwargs",
            "tool_choice.allowed_tools",
            "response_format.structures", "reasoning_details[0].type", "reasoning_details[1].type", "reasoning_details[0].text",
        ]
        .contains { path.contains($0) }
    }

    /// What a member of several kinds takes.
    private static func takes(_ value: JSONValue, _ path: String) -> Bool {
        switch value {
        case "x": path.hasSuffix(".content") || path == "stop"
        case []: path == "stop"
        case [:]: path == "functions"
        default: false
        }
    }

    @Test func whateverIsChangedThereIsAnAnswerToIt() throws {
        var numbers = SeededNumbers(seed: 11)
        let bodies = try Self.bodies.map { try JSONReader.read(try FixtureFiles.bytes($0)) }
        let places = bodies.map(\.places)
        let values = zip(bodies, places).flatMap { body, places in places.compactMap { body.value(at: $0) } }
        for round in 0..<2_000 {
            var body = bodies[round % bodies.count]
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                guard let place = places[round % bodies.count].randomElement(using: &numbers) else { continue }
                let value = Bool.random(using: &numbers) ? .null : values.randomElement(using: &numbers)
                body = body.replacing(place, with: value ?? 0)
            }
            guard let problem = problem(body.bytes()) else { continue }
            #expect(problem.status == 400, "round \(round)")
            #expect(problem.parameter != nil || body.objectValue == nil, "round \(round): \(problem.message)")
        }
    }

    @Test func whateverByteIsChangedThereIsAnAnswerToIt() throws {
        var numbers = SeededNumbers(seed: 12)
        let bodies = try Self.bodies.map { try FixtureFiles.bytes($0) }
        for round in 0..<2_000 {
            var bytes = bodies[round % bodies.count]
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: bytes.indices, using: &numbers)
                switch Int.random(in: 0..<3, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &numbers)
                case 1: bytes.removeSubrange(place..<min(bytes.count - 1, place + 20))
                default: bytes.insert(UInt8.random(in: .min ... .max, using: &numbers), at: place)
                }
            }
            if let problem = problem(bytes) { #expect(problem.status == 400, "round \(round)") }
        }
    }

    @Test(arguments: [
        String(repeating: "[", count: 1_000_000), String(repeating: #"{"messages":"#, count: 100_000),
        #"{"model":"m","messages":[{"role":"user","content":"x"}],"model":"n"}"#,
        #"{"model":"m","messages":[{"role":"user","role":"system","content":"x"}]}"#,
        #"{"model":"m","messages":[{"role":"user","content":"\ud800"}]}"#, #"{"model":"m","messages":[{"role":"user","content":"x"}]}}"#,
        #"{"model":"m","messages":[{"role":"user","content":"x"}],"x":"# + String(repeating: "[", count: 70)
            + String(repeating: "]", count: 70) + "}",
        "", " ", "{", "\u{FEFF}", "null ", #"{"model":"m"#,
    ])
    func whatIsNoSoundJSONIsRefusedAtOnce(text: String) {
        let problem = problem(Array(text.utf8))
        #expect(problem?.status == 400)
        #expect(problem?.code == (text == "null " ? "invalid_type" : "invalid_json"))
    }

    @Test func bytesThatAreNoTextAreRefused() {
        for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
            let body = Array(#"{"model":"m","messages":[{"role":"user","content":""#.utf8) + bad + Array(#""}]}"#.utf8)
            #expect(problem(body)?.code == "invalid_json")
        }
    }
}
