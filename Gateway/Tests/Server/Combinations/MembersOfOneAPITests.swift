import Testing
import Waybill
import WaybillTesting

/// Members that only one API has go to models of that API, as they came, or nowhere.
struct MembersOfOneAPITests {
    struct Member: Sendable, CustomTestStringConvertible {
        let api: ClientAPI
        let name: String
        let json: String

        var testDescription: String { name }
        /// The API of models that know the member, and the other.
        var own: ProviderAPI { api == .chat ? .openAIChat : .openAIResponses }
        var other: ProviderAPI { api == .chat ? .openAIResponses : .openAIChat }
        var asking: String { api.asking("Hi", #""\#(name)":\#(json),"#) }
    }

    static let members = [
        Member(api: .chat, name: "logit_bias", json: #"{"1734":-100}"#),
        Member(api: .chat, name: "presence_penalty", json: "0.5"),
        Member(api: .chat, name: "frequency_penalty", json: "-1.25"),
        Member(api: .chat, name: "prediction", json: #"{"content":"Shipped.","type":"content"}"#),
        Member(api: .chat, name: "something_new", json: #"[1,{"deep":null}]"#),
        Member(api: .responses, name: "truncation", json: #""auto""#),
        Member(api: .responses, name: "max_tool_calls", json: "3"),
        Member(api: .responses, name: "context_management", json: #"[{"compact_threshold":1000,"type":"compaction"}]"#),
        Member(api: .responses, name: "something_new", json: #"{"deep":[1.5]}"#),
    ]

    @Test(arguments: members)
    func whereOnlyTheOtherAPIIsLeftTheMemberIsNamed(member: Member) async throws {
        try await RunningGateway.run([ScriptedProvider("other", speaks: member.other, [.answer("Hi.")])]) { gateway in
            let answer = try await gateway.post(member.api.path, member.asking)
            #expect(answer.status == 400 && answer.header("x-should-retry") == "false")
            let error = try JSONReader.read(answer.body)["error"]
            #expect(error?["code"] == "unsupported_parameter")
            #expect(error?["message"]?.stringValue?.contains(member.name) == true)
            #expect(gateway.transport.requests.isEmpty)
        }
    }

    @Test(arguments: members)
    func amongBothOnlyItsOwnAPIIsAsked(member: Member) async throws {
        let models = [
            ScriptedProvider("other", speaks: member.other, [.answer("Hi.")]),
            ScriptedProvider("own", speaks: member.own, [.answer("Hi.")]),
        ]
        try await RunningGateway.run(models) { gateway in
            let answer = try await gateway.post(member.api.path, member.asking)
            #expect(answer.status == 200 && answer.header("x-waybill-model") == "own/model")
            #expect(gateway.transport.requests.map(\.provider) == ["own"])
            let asked = String(decoding: try #require(gateway.transport.requests.first).request.body, as: UTF8.self)
            #expect(asked.contains(#""\#(member.name)":\#(member.json)"#))
        }
    }

    @Test(arguments: members)
    func whatIsTheDefaultKeepsNobodyAway(member: Member) async throws {
        try await RunningGateway.run([ScriptedProvider("other", speaks: member.other, [.answer("Hi.")])]) { gateway in
            let answer = try await gateway.post(member.api.path, member.api.asking("Hi", #""\#(member.name)":null,"#))
            #expect(answer.status == 200)
        }
    }
}
