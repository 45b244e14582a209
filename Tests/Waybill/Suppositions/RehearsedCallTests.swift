import Testing
import Waybill
import WaybillTesting

/// Calls that are played through under suppositions.
struct RehearsedCallTests {
    private func router(_ change: (inout [Provider], inout Route) -> Void = { _, _ in }) throws -> ModelRouter {
        var providers = ["first", "second"]
            .map { name in
                var provider = Provider(name: name, api: .openAIChat, baseURL: "https://\(name).invalid/v1", models: [Model(id: "model")])
                // A key that is nowhere.
                provider.credentials = [Credential(name: "main", reference: .file("/nowhere/key"))]
                provider.models[0].price = Price(input: 1_000_000, output: 2_000_000)
                provider.models[0].tokenizer = "o200k_base"
                return provider
            }
        var route = Route(workload: "test", models: providers.map { ModelName(provider: $0.name, id: "model") })
        change(&providers, &route)
        return ModelRouter(table: try RouteTable(providers: providers, routes: [route]))
    }

    private func play(
        _ text: String, mayRestart: Bool = false, _ change: (inout [Provider], inout Route) -> Void = { _, _ in }
    ) async throws -> RehearsedCall {
        let request = ModelRequest("Where is order 1207?", workload: "test")
        return try await router(change).rehearse(request, supposing: Suppositions(text), mayRestart: mayRestart)
    }

    private func asked(_ call: RehearsedCall) -> [String] { call.route.attempts.map(\.model.provider) }

    @Test func withoutFailuresTheFirstAnswersAsThePlanExpects() async throws {
        let call = try await play("second=503")
        let attempt = try #require(call.route.attempts.first)
        let planned = try #require(try router().plan(ModelRequest("Where is order 1207?", workload: "test")).chosen)
        #expect(call.outcome == .answered)
        #expect(attempt.usage?.input == planned.inputTokens.tokens)
        #expect(attempt.usage?.output == 500)
        #expect(attempt.cost == planned.cost?.expected)
        #expect(attempt.drift.isEmpty)
        #expect(attempt.firstToken == .milliseconds(500))
    }

    @Test func aShortRetryAfterIsWaitedOut() async throws {
        let call = try await play("first=429:2")
        #expect(asked(call) == ["first", "first"])
        #expect(call.route.attempts[1].waited >= .seconds(2))
        #expect(call.route.attempts[0].retryAfter == .seconds(2))
    }

    @Test func aLongRetryAfterMovesOn() async throws {
        let call = try await play("first=429:90s")
        #expect(asked(call) == ["first", "second"])
        #expect(call.route.attempts[1].waited == .zero)
        #expect(call.response?.model?.provider == "second")
    }

    @Test func aCutAnswerIsRepeatedByTheNextAndPaidTwice() async throws {
        let call = try await play("first=cut@40")
        #expect(asked(call) == ["first", "second"])
        #expect(call.route.attempts[0].usage?.output == 40)
        #expect(call.route.attempts[0].decision.hasPrefix("replay"))
        #expect(call.route.attempts[1].usage?.output == 500)
        #expect(call.response?.text.split(separator: " ").count == 500)
    }

    @Test func aCutAnswerIsContinuedWhereTheNextCan() async throws {
        let call = try await play("first=cut@40") { providers, _ in providers[1].models[0].features = [.prefill] }
        #expect(call.route.attempts[0].decision.hasPrefix("continue"))
        #expect(call.route.attempts[1].usage?.output == 460)
        #expect(call.response?.text.split(separator: " ").count == 500)
    }

    @Test func aCallerWhoAllowsItMayBeRestarted() async throws {
        let ladder: [CutRung] = [.restart, .fail]
        let restarted = try await play("first=cut@40", mayRestart: true) { $1.settings.onCut = ladder }
        #expect(restarted.outcome == .answered)
        let failed = try await play("first=cut@40") { $1.settings.onCut = ladder }
        #expect(failed.outcome == .failed)
        #expect(failed.failure?.kind == .cut)
    }

    @Test func whereAllFailTheLastResortIsServed() async throws {
        let call = try await play("first=503*;second=silence*") { $1.lastResort = .text("Later.") }
        #expect(call.outcome == .lastResort)
        #expect(call.response?.text == "Later.")
        let without = try await play("first=503*;second=silence*")
        #expect(without.outcome == .failed)
        #expect(without.failure?.kind != nil)
        #expect(without.json["error"]?["attempts"] == [])
        #expect(without.json["route"]?["attempts"]?.arrayValue?.count == without.route.attempts.count)
    }

    @Test func aRefusedParameterIsLeftOutAndTheAnswerIsAsLongAsExpected() async throws {
        let call = try await play("first=refuses:temperature*") { $1.parameters.temperature = 0.3 }
        #expect(asked(call) == ["first", "first"])
        #expect(call.route.adjustments.map(\.subject) == ["temperature"])
        #expect(call.route.attempts[1].usage?.output == 500)
        #expect(asked(try await play("first=refuses:temperature")) == ["first"])
    }

    @Test func modelsOfAProviderShareItsCourse() async throws {
        let call = try await play("first=503,500,401") { providers, route in
            providers[0].models.append(Model(id: "other"))
            route.candidates.insert(Candidate(model: ModelName(provider: "first", id: "other")), at: 1)
            route.settings.attempts = 1
        }
        #expect(call.route.attempts.map(\.status) == [503, 500, 200])
        #expect(call.route.attempts.map(\.model.description) == ["first/model", "first/other", "second/model"])
    }

    @Test func aModelsOwnCourseGoesBeforeThatOfItsProvider() async throws {
        let call = try await play("first=401;first/model=503,ok")
        #expect(call.route.attempts.map(\.status) == [503, 200])
    }

    @Test(
        arguments: [
            ("empty", FailureKind.emptyAnswer), ("context", .contextOverflow), ("policy", .contentPolicy), ("refused", .connect),
            ("dns", .nameResolution), ("tls", .tls), ("reset", .reset), ("silence", .silence), ("stall", .stall), ("401", .authentication),
        ])
    func everyFailureIsToldByItsKind(word: String, kind: FailureKind) async throws {
        #expect(try await play("first=\(word)").route.attempts.first?.failure == kind)
    }

    @Test func theSameSuppositionsArePlayedTheSameWay() async throws {
        let text = "first=429:1,503;second=503,reset"
        #expect(try await play(text).route == play(text).route)
    }

    @Test func aRehearsalLeavesNoTraceInItsRouter() async throws {
        let router = try router()
        let request = ModelRequest("Hi", workload: "test")
        for _ in 0..<5 { _ = try await router.rehearse(request, supposing: Suppositions("first=503*;second=401")) }
        #expect(try router.plan(request).candidates.map(\.verdict) == [.chosen, .standingBy(1)])
    }

    @Test func theKeysOfAPoolTakeTurnsAndNoneIsRead() async throws {
        let call = try await play("first=401") { providers, _ in
            providers[0].credentials.append(Credential(name: "spare", reference: .command(["false"])))
        }
        #expect(call.route.attempts.map(\.credential) == ["main", "spare"])
        #expect(call.response?.model?.provider == "first")
    }

    @Test func rehearsalProvidersAnswerWhatIsSupposedToo() async throws {
        let call = try await play("first=503*") { providers, _ in
            providers[0].api = .rehearsal
            providers[0].credentials = []
            providers[0].script = RehearsalScript(steps: [.answer(.init(text: "Never."))])
        }
        #expect(asked(call) == ["first", "first", "second"])
    }

    @Test func whatIsSupposedOfNobodyIsAMistake() async throws {
        let failure = await #expect(throws: ModelFailure.self) { try await play("frist=503") }
        #expect(failure?.kind == .invalidRequest)
        #expect(failure?.explanation.contains("did you mean 'first'?") == true)
    }

    @Test(arguments: [Duration.seconds(1), .seconds(8)])
    func aGoodAnswerIsNeverTooSlow(deadline: Duration) async throws {
        let call = try await play("first=503,503") { providers, route in
            route.settings.deadline = deadline
            route.settings.firstToken = .milliseconds(200)
            providers[1].models[0].streaming = false
        }
        #expect(call.outcome == .answered)
    }

    @Test func aRequestWithoutPromptIsPlayedToo() async throws {
        let call = try await router().rehearse(ModelRequest(workload: "test"), supposing: Suppositions("first=500"))
        #expect(call.outcome == .answered)
    }
}
