import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// Every shape of error that a provider is known to answer with, one file each under `Fixtures/errors`.
struct FailureClassificationTests {
    private let classifier = FailureClassifier(model: ModelName(provider: "acme", id: "large"))

    @Test(arguments: ErrorCase.table)
    func everyErrorHasItsKindAndScope(_ expected: ErrorCase) throws {
        let failure = classifier.failure(
            status: expected.status, headers: expected.headers, body: try FixtureFiles.bytes("errors/\(expected.file)"))
        #expect(failure.kind == expected.kind)
        #expect(failure.scope == expected.scope)
        #expect(failure.providerCode == expected.code)
        #expect(failure.parameter == expected.parameter)
        #expect(failure.retryAfter == expected.retryAfter)
        #expect(failure.status == expected.status)
        #expect(failure.model == ModelName(provider: "acme", id: "large"))
    }

    @Test func noFileIsLeftOut() {
        #expect(Set(FixtureFiles.paths(in: "errors")) == Set(ErrorCase.table.map { "errors/\($0.file)" }))
    }

    @Test(arguments: FixtureFiles.paths(in: "errors"))
    func aDescriptionNeverHoldsTheProvidersWords(_ path: String) throws {
        let body = try FixtureFiles.bytes(path)
        for status in [400, 401, 403, 404, 413, 422, 429, 500, 503] {
            let failure = classifier.failure(status: status, headers: [], body: body)
            #expect(!"\(failure) \(failure.explanation)".contains("MARK"))
            #expect(failure.description.hasPrefix("acme/large: "))
        }
    }

    @Test func theCallerGetsTheProvidersWordsWithoutKeys() throws {
        let failure = classifier.failure(status: 400, headers: [], body: try FixtureFiles.bytes("errors/hostile.json"))
        #expect(failure.providerMessage == "Key ••• and Bearer ••• for PROMPT-MARK [31m")
        let wrongKey = classifier.failure(status: 401, headers: [], body: try FixtureFiles.bytes("errors/openai-wrong-key.json"))
        #expect(wrongKey.providerMessage == "Incorrect API key provided: ••• Look at your account page.")
        let page = classifier.failure(status: 502, headers: [], body: try FixtureFiles.bytes("errors/plain-bad-gateway.html"))
        #expect(page.providerMessage == "502 Bad Gateway")
        #expect(classifier.failure(status: 500, headers: [], body: []).providerMessage == nil)
    }

    @Test func aLongPageIsBounded() {
        let failure = classifier.failure(status: 500, headers: [], body: Array(String(repeating: "é", count: 32 << 10).utf8))
        #expect((failure.providerMessage?.utf8.count ?? 0) < 2_100)
    }

    @Test(arguments: [
        (301, FailureKind.malformedAnswer, FailureScope.model), (402, .outOfFunds, .credential), (404, .modelNotFound, .model),
        (405, .invalidRequest, .capability), (408, .serverTimeout, .model), (409, .serverError, .model),
        (418, .invalidRequest, .capability),
        (429, .rateLimited, .model), (498, .overloaded, .model), (500, .serverError, .model), (501, .unsupported, .capability),
        (502, .serverError, .model), (504, .serverTimeout, .model), (520, .serverError, .model), (522, .serverTimeout, .model),
        (524, .serverTimeout, .model), (529, .overloaded, .model), (599, .serverError, .model),
    ])
    func aStatusAloneIsUnderstood(_ status: Int, _ kind: FailureKind, _ scope: FailureScope) {
        let failure = classifier.failure(status: status, headers: [], body: [])
        #expect(failure.kind == kind)
        #expect(failure.scope == scope)
    }

    @Test(arguments: FailureCause.allCases)
    func everyCauseIsExplainedInWholeSentences(_ cause: FailureCause) {
        #expect(cause.explanation.hasPrefix("The ") || cause.explanation.hasPrefix("A "))
        #expect(cause.explanation.hasSuffix("."))
        #expect(cause.explanation.contains(". ") || cause.explanation.contains("; "), "what happened, and what to do")
    }

    @Test func moneyThatComesBackByItselfIsARate() {
        let failure = classifier.failure(status: 402, headers: [HeaderField("Retry-After", "3")], body: [])
        #expect(failure.kind == .rateLimited)
        #expect(failure.retryAfter == .seconds(3))
    }

    @Test func theRequestIDComesFromTheHeadersElseTheBody() throws {
        let body = try FixtureFiles.bytes("errors/anthropic-overloaded.json")
        #expect(classifier.failure(status: 529, headers: [], body: body).requestID == "req_0012")
        #expect(classifier.failure(status: 529, headers: [HeaderField("X-Request-ID", "abc-1")], body: body).requestID == "abc-1")
        #expect(classifier.failure(status: 529, headers: [HeaderField("x-request-id", "a b <script>")], body: []).requestID == nil)
    }

    @Test func mutatedBodiesNeverCrashTheClassifier() throws {
        var random = SeededGenerator(seed: 7)
        for path in FixtureFiles.paths(in: "errors") {
            let original = try FixtureFiles.bytes(path)
            for _ in 0..<15 {
                let body = original.mutated(using: &random)
                let status = Int.random(in: 300..<600, using: &random)
                let failure = classifier.failure(status: status, headers: [], body: body)
                #expect(!failure.explanation.isEmpty, "seed 7, \(path)")
            }
        }
    }
}

/// One error response and what it must be understood as.
struct ErrorCase: CustomTestStringConvertible, Sendable {
    var file: String
    var status: Int
    var kind: FailureKind
    var scope: FailureScope
    var code: String?
    var parameter: String?
    var retryAfter: Duration?
    var headers: [HeaderField] = []

    var testDescription: String { "\(file) with \(status)" }

    init(
        _ file: String, _ status: Int, _ kind: FailureKind, _ scope: FailureScope, code: String? = nil, parameter: String? = nil,
        retryAfter: Duration? = nil, headers: [HeaderField] = []
    ) {
        self.file = file
        self.status = status
        self.kind = kind
        self.scope = scope
        self.code = code
        self.parameter = parameter
        self.retryAfter = retryAfter
        self.headers = headers
    }
}
