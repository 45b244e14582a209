import Testing
import WaybillInterchange
import WaybillPromptCaching

@testable import WaybillProviderAdapters

/// A long conversation with tools, one request after the other as a program would send them.
struct LongConversationTests {
    private static let turns = 40

    @Test(arguments: CanonicalSamples.adapters.map(\.name))
    func everyRequestBeginsWithTheStableBytesOfTheOneBefore(name: String) throws {
        let adapter = try #require(CanonicalSamples.adapters.first { $0.name == name }?.adapter)
        var stable: [UInt8] = []
        for request in try Self.requests() {
            let body = adapter.encode(PromptPreparation().prepare(request), request.parameters, streaming: true).body
            #expect(body.starts(with: stable))
            stable = try Self.stableBytes(of: body)
            #expect(stable.count > 1_000)
        }
    }

    @Test(arguments: CanonicalSamples.adapters.map(\.name))
    func aToolLoopAlsoKeepsItsLateContext(name: String) throws {
        let adapter = try #require(CanonicalSamples.adapters.first { $0.name == name }?.adapter)
        var stable: [UInt8] = []
        for var request in try Self.requests().prefix(4) {
            // One question, and nothing but calls and results after it.
            request.conversation = [.user("Where are all my orders?")] + request.conversation.filter { $0.role == nil }
            request.lateContext = "Today is 21 November 2026."
            let body = adapter.encode(PromptPreparation().prepare(request), request.parameters, streaming: true).body
            #expect(body.starts(with: stable))
            stable = try Self.stableBytes(of: body)
        }
    }

    /// The requests of one conversation: each turn asks, calls one or two tools, hears the answer, and asks on.
    private static func requests() throws -> [ModelRequest] {
        var request = try ModelRequest(json: CanonicalSamples.request(), at: .root)
        request.lateContext = nil
        request.conversation = []
        var random = SeededGenerator(seed: 5)
        var requests: [ModelRequest] = []
        for turn in 1...turns {
            request.conversation.append(.user("Question \(turn)\r\n with \"quotes\" and é"))
            requests.append(request)
            for call in 0..<Int.random(in: 0...2, using: &random) {
                let id = "call_\(turn)_\(call)"
                request.conversation += [
                    .toolCall(ToolCall(id: id, name: "order_status", arguments: "{\"id\" : \(turn).0,\n \"zip\":\(call)}")),
                    .toolResult(ToolResult(callID: id, "{\"state\":\"shipped\", \"turn\": \(turn)}")),
                ]
                requests.append(request)
            }
            request.conversation.append(.assistant("Answer \(turn)."))
        }
        return requests
    }

    /// Everything up to the end of the last message: what comes after it is no part of the prompt.
    private static func stableBytes(of body: [UInt8]) throws -> [UInt8] {
        let members = try #require(try JSONReader.read(body).objectValue)
        let messages = try #require((members["input"] ?? members["messages"])?.bytes().dropLast())
        let key = members["input"] == nil ? "\"messages\":" : "\"input\":"
        let start = try #require(body.firstPlace(of: Array(key.utf8)))
        #expect(body[(start + key.utf8.count)...].starts(with: messages))
        return Array(body[..<(start + key.utf8.count + messages.count)])
    }
}

extension ConversationItem {
    fileprivate var role: Role? {
        if case .message(let message) = self { message.role } else { nil }
    }
}

extension [UInt8] {
    fileprivate func firstPlace(of part: [UInt8]) -> Int? { indices.first { self[$0...].starts(with: part) } }
}
