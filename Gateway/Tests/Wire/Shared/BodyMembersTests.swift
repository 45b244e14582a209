import Testing
import Waybill

@testable import GatewayWire

struct BodyMembersTests {
    /// Reads one member of a body in some way, and tells what a client is told of the fault.
    private func problem<Value>(
        in body: JSONValue, _ key: String, _ convert: (JSONValue) throws(BodyFault) -> Value
    ) -> InboundProblem? {
        do throws(BodyFault) {
            var members = try BodyMembers(body)
            _ = try members.require(key, convert)
            try members.finish()
            return nil
        } catch {
            return InboundProblem(error)
        }
    }

    @Test func aFaultNamesThePathInTheWordsOfTheAPI() {
        let problem = problem(in: ["list": [["a": "x"], ["a": 1]]], "list") { value throws(BodyFault) in
            try Body.list(value) { element throws(BodyFault) in
                var members = try BodyMembers(element)
                return try members.require("a", Body.text)
            }
        }
        #expect(problem?.status == 400)
        #expect(problem?.code == "invalid_type")
        #expect(problem?.parameter == "list[1].a")
        #expect(problem?.message == "Invalid type for 'list[1].a': expected a string, but got an integer instead.")
    }

    @Test func whatIsMissingUnknownOrUnsupportedIsNamed() {
        #expect(problem(in: [:], "a", Body.text)?.message == "Missing required parameter: 'a'.")
        #expect(problem(in: ["a": .null], "a", Body.text)?.code == "missing_required_parameter")
        #expect(problem(in: ["a": "x", "b": 1], "a", Body.text)?.message == "Unknown parameter: 'b'.")
        #expect(problem(in: ["a": "x", "b": .null], "a", Body.text) == nil)
        #expect(problem(in: ["x"], "a", Body.text)?.message == "Invalid type for the body: expected an object, but got an array instead.")
        #expect(problem(in: ["x"], "a", Body.text)?.parameter == nil)
        let unsupported = InboundProblem(BodyFault.unsupported("Ask for one answer.").within("n"))
        #expect(unsupported.code == "unsupported_parameter")
        #expect(unsupported.message == "Unsupported parameter: 'n'. Ask for one answer.")
    }

    @Test func numbersAreHeldToTheirRange() {
        #expect(problem(in: ["a": 0], "a", Body.count)?.code == "integer_below_min_value")
        #expect(
            problem(in: ["a": 1.5], "a", Body.count)?.message == "Invalid type for 'a': expected an integer, but got a decimal instead.")
        #expect(problem(in: ["a": .number(JSONNumber(literal: "1e999")!)], "a", Body.whole)?.code == "integer_out_of_range")
        #expect(problem(in: ["a": .number(JSONNumber(literal: "9223372036854775808")!)], "a", Body.whole)?.code == "integer_out_of_range")
        let temperature = { (value: JSONValue) throws(BodyFault) in try Body.number(value, from: 0, to: 2) }
        #expect(problem(in: ["a": 2], "a", temperature) == nil)
        #expect(problem(in: ["a": 2.01], "a", temperature)?.message == "Invalid 'a': it must be at most 2.")
        #expect(problem(in: ["a": -1], "a", temperature)?.code == "decimal_below_min_value")
        #expect(problem(in: ["a": .number(JSONNumber(literal: "1e999")!)], "a", temperature)?.code == "decimal_above_max_value")
        #expect(problem(in: ["a": true], "a", temperature)?.code == "invalid_type")
    }

    @Test func whatNobodyTookIsKeptInItsOrder() throws {
        var members = try BodyMembers(["z": 1, "a": 2, "n": .null, "b": 3])
        _ = members.take("a")
        #expect(members.rest.keys == ["z", "b"])
        _ = members.take("z")
        _ = members.take("b")
        #expect(members.rest.isEmpty)
    }

    @Test func ofTwoNamesForTheEndUserOneIsEnough() throws {
        func user(_ body: JSONValue) throws -> String? {
            var members = try BodyMembers(body)
            return try Body.user(&members)
        }
        #expect(try user(["user": "a"]) == "a")
        #expect(try user(["safety_identifier": "b"]) == "b")
        #expect(try user(["user": "b", "safety_identifier": "b"]) == "b")
        #expect(try user([:]) == nil)
        #expect(throws: BodyFault.self) { try user(["user": "a", "safety_identifier": "b"]) }
    }

    @Test(arguments: [
        (#"{"a": 1, "a": 2}"#, "line 1, column 10"), ("{\"a\":\n  \"\\ud800\"}", "line 2"), (#"{"a": nope}"#, "line 1, column 7"),
        ("", "line 1, column 1"),
        (String(repeating: "[", count: 65), "nested too deeply"), ("{\"a\": \"\u{1}\"}", "line 1, column 8"),
    ])
    func whatIsNoJSONIsAProblemWithItsPlace(text: String, place: String) {
        let problem = #expect(throws: InboundProblem.self) { try Body.json(Array(text.utf8)) }
        #expect(problem?.status == 400)
        #expect(problem?.code == "invalid_json")
        #expect(problem?.message.contains(place) == true, "\(problem?.message ?? "")")
    }

    @Test func whatIsNotUTF8IsAProblem() {
        let bytes: [UInt8] = Array(#"{"a": ""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        #expect(throws: InboundProblem.self) { try Body.json(bytes) }
    }
}
