import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

struct TransportFailureTests {
    @Test(arguments: [
        (TransportFailure.Kind.refused, FailureKind.addressRefused, FailureScope.provider), (.resolve, .nameResolution, .provider),
        (.connect, .connect, .provider), (.connectTimeout, .connect, .provider), (.tls, .tls, .provider),
        (.timeout, .serverTimeout, .model),
        (.reset, .reset, .model), (.cut, .cut, .model), (.tooLarge, .answerTooLarge, .model), (.malformed, .malformedAnswer, .model),
        (.cancelled, .cancelled, .request), ("something-new", .cut, .model),
    ])
    func everyKindHasItsMeaning(_ kind: TransportFailure.Kind, _ expected: FailureKind, _ scope: FailureScope) {
        let model = ModelName(provider: "acme", id: "large")
        let failure = ModelFailure(transport: TransportFailure(kind, detail: "curl says so"), model: model)
        #expect(failure.kind == expected)
        #expect(failure.scope == scope)
        #expect(failure.model == model)
        #expect(failure.description.contains("curl says so. ") || failure.description.hasSuffix("curl says so."))
    }
}
