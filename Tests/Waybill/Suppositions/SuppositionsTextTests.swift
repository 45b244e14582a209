import Testing
import Waybill

/// Suppositions as they are written on the command line.
struct SuppositionsTextTests {
    private func course(_ text: String) throws -> Suppositions.Course? {
        try Suppositions("local=\(text)").courses[.provider("local")]
    }

    @Test func targetsAreModelsOrProviders() throws {
        let suppositions = try Suppositions("openai/gpt-5.4-mini=429:2,503; local = reset ;stage/a/b:c@d=500")
        #expect(
            suppositions.courses == [
                .model(ModelName(provider: "openai", id: "gpt-5.4-mini")): .init([
                    .failure(.status(429, retryAfter: .seconds(2), code: nil)), .failure(.status(503, retryAfter: nil, code: nil)),
                ]),
                .provider("local"): .init([.failure(.reset)]),
                .model(ModelName(provider: "stage", id: "a/b:c@d")): .init([.failure(.status(500, retryAfter: nil, code: nil))]),
            ])
    }

    @Test(arguments: RehearsalScript.Step.words.map(\.name))
    func everyWordOfAScriptIsKnown(word: String) throws {
        let step = try #require(RehearsalScript.Step.words.first { $0.name == word }).value
        #expect(try course(word) == .init([step]))
    }

    @Test(arguments: [
        ("429:2", Duration.seconds(2)), ("429:90s", .seconds(90)), ("503:1.5", .milliseconds(1_500)), ("429:2m", .seconds(120)),
    ])
    func aStatusTakesATimeToWait(text: String, wait: Duration) throws {
        guard case .failure(.status(_, let found, _))? = try course(text)?.steps.first else { return #expect(Bool(false)) }
        #expect(found == wait)
    }

    @Test(arguments: [("cut@40", RehearsalScript.Interruption(.cut, after: 40)), ("stall@0", .init(.stall, after: 0))])
    func aLostStreamTakesANumberOfPieces(text: String, interruption: RehearsalScript.Interruption) throws {
        guard case .answer(let answer)? = try course(text)?.steps.first else { return #expect(Bool(false)) }
        #expect(answer.interruption == interruption)
    }

    @Test func aRefusedParameterIsNamed() throws {
        #expect(try course("refuses:reasoning.effort,429")?.steps.first == .failure(.unknownParameter("reasoning.effort")))
    }

    @Test func aStarRepeatsTheLastStepForEver() throws {
        #expect(try course("500,429:1*")?.isEndless == true)
        #expect(try course("500,429:1")?.isEndless == false)
    }

    @Test(
        arguments: [
            ("openai=429,5O3", 12, "did you mean '503'?"),
            ("openai=429;local=silent", 18, "did you mean 'silence'?"),
            ("openai=cutt@3", 8, "did you mean 'cut'?"),
            ("openai=399", 8, "a status from 400 to 599"),
            ("openai", 1, "has no '='"),
            ("", 1, "has no '='"),
            ("=429", 1, "before the '='"),
            ("openai=", 8, "a failure is missing"),
            ("openai=429,,503", 12, "a failure is missing"),
            ("openai=429*,503", 13, "nothing can follow"),
            ("openai=429:soon", 12, "'soon'"),
            ("openai=429:", 12, "length of time"),
            ("openai=ok:2", 10, "only a status"),
            ("openai=503@2", 11, "only 'cut' and 'stall'"),
            ("openai=cut@many", 11, "how many pieces"),
            ("openai=cut@-1", 11, "how many pieces"),
            ("openai=refuses", 15, "after 'refuses:' stands the parameter"),
            ("openai=refuses:", 15, "such as refuses:temperature"),
            ("openai=refusses", 8, "did you mean 'refuses'?"),
            ("a=429;b=500; a=503", 14, "'a' stands here twice"),
        ])
    func aMistakeNamesItsPlaceAndWhatIsKnown(text: String, place: Int, words: String) throws {
        let mistake = try #require(throws: SuppositionsMalformed.self) { try Suppositions(text) }
        #expect(mistake.place == place)
        #expect("\(mistake)".contains(words))
        #expect("\(mistake)".contains("character \(place)"))
    }
}
