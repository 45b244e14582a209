import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// Failures that a rehearsal plays.
struct RehearsedFailureTests {
    private func send(_ failure: RehearsalScript.Failure, _ request: TransportRequest = .responses()) -> EventCollector {
        Rehearsal([.failure(failure)]).send(request)
    }

    @Test(
        arguments: [
            (400, nil, "invalid_request_error", nil),
            (400, "context_length_exceeded", "invalid_request_error", "context_length_exceeded"),
            (401, nil, "invalid_request_error", "invalid_api_key"),
            (404, nil, "invalid_request_error", "model_not_found"),
            (429, nil, "rate_limit_error", "rate_limit_exceeded"),
            (429, "insufficient_quota", "insufficient_quota", "insufficient_quota"),
            (500, nil, "server_error", nil),
            (503, nil, "service_unavailable_error", "server_is_overloaded"),
            (418, "teapot", "invalid_request_error", "teapot"),
        ] as [(Int, String?, String, String?)])
    func errorsHaveTheTypeAndCodeOfTheAPI(status: Int, code: String?, type: String, answered: String?) throws {
        let collector = send(.status(status, retryAfter: nil, code: code))
        #expect(collector.head?.status == status)
        #expect(collector.hasEnded)
        let error = try #require(try JSONReader.read(collector.body)["error"])
        #expect(error["type"] == .string(type))
        #expect(error["code"] == answered.map(JSONValue.string) ?? .null)
        #expect(error["message"]?.stringValue?.isEmpty == false)
    }

    @Test func anOverlongInputNamesTheMemberOfItsAPI() throws {
        let failure = RehearsalScript.Failure.status(400, retryAfter: nil, code: "context_length_exceeded")
        #expect(try JSONReader.read(send(failure, .responses()).body)["error"]?["param"] == "input")
        #expect(try JSONReader.read(send(failure, .chat()).body)["error"]?["param"] == "messages")
    }

    @Test(arguments: [(Duration.seconds(2), "2"), (.milliseconds(1_500), "1.5")])
    func retryAfterIsInSeconds(wait: Duration, text: String) {
        let collector = send(.status(429, retryAfter: wait, code: nil))
        #expect(collector.head?.headers.value(of: "Retry-After") == text)
        #expect(collector.text.contains("try again in \(text)s"))
    }

    @Test func aGatewayAnswersWithAPage() {
        let collector = send(.status(502, retryAfter: nil, code: nil))
        #expect(collector.head?.headers.value(of: "content-type") == "text/html")
        #expect(collector.text.hasPrefix("<html>"))
    }

    @Test func connectionsFailWithoutAByte() {
        #expect(send(.reset).events.count == 1)
        #expect(send(.reset).failure?.kind == .reset)
        #expect(send(.refused).events.count == 1)
        #expect(send(.refused).failure?.kind == .connect)
        #expect(send(.silence).events.isEmpty)
    }

    @Test func requestsThatAreNoneGetTheAPIsErrorAndTakeNoStep() throws {
        let rehearsal = Rehearsal([.answer(.init(text: "first"))])
        let elsewhere = TransportRequest(url: "https://rehearsal.invalid/v1/embeddings", body: Array("{}".utf8))
        let broken = TransportRequest(url: "https://rehearsal.invalid/v1/responses", body: Array("{".utf8))
        let nameless = TransportRequest(url: "https://rehearsal.invalid/v1/responses?x=1", body: Array("{}".utf8))
        for (request, status) in [(elsewhere, 404), (broken, 400), (nameless, 400)] {
            let collector = rehearsal.send(request)
            #expect(collector.head?.status == status)
            #expect(try JSONReader.read(collector.body)["error"]?["type"] == "invalid_request_error")
        }
        #expect(rehearsal.send(.responses()).text.contains("first"))
    }
}
