import Synchronization
import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillTesting

/// The conformance kit finds each kind of fault, and only that.
struct BrokenAdapterTests {
    private func rules(_ change: (inout BrokenAdapter.Faults) -> Void, checking check: (AdapterConformance, inout Findings) -> Void) -> Set<
        String
    > {
        var faults = BrokenAdapter.Faults()
        change(&faults)
        var findings = Findings()
        check(AdapterConformance(BrokenAdapter(faults), speaking: .openAIChat), &findings)
        return Set(findings.violations.map(\.rule))
    }

    private func writing(_ change: (inout BrokenAdapter.Faults) -> Void) -> Set<String> {
        rules(change) { conformance, findings in
            conformance.checkEncoding(&findings)
            conformance.checkParameters(&findings)
        }
    }

    private func reading(_ change: (inout BrokenAdapter.Faults) -> Void) -> Set<String> {
        rules(change) { conformance, findings in
            // One sample shows every fault, and keeps the test short.
            var conformance = conformance
            conformance.samples = conformance.samples.filter { $0.name == "text" }
            conformance.checkAnswers(&findings)
            conformance.checkDamagedAnswers(&findings)
        }
    }

    private func failing(_ fault: @escaping @Sendable (inout ModelFailure, [UInt8]) -> Void) -> Set<String> {
        rules {
            $0.failure = fault
        } checking: {
            $0.checkErrors(&$1, statuses: [401, 429, 500], unusualStatuses: [400])
        }
    }

    // MARK: Writing

    @Test func bytesThatDifferFromCallToCallAreFound() {
        let calls = Mutex(0)
        #expect(
            writing { faults in
                faults.encode = { written, _, _ in
                    let call = calls.withLock { calls in
                        calls += 1
                        return calls
                    }
                    written.headers.append(HeaderField("x-call", "\(call)"))
                }
            }
            .contains("The same request gives the same bytes"))
    }

    @Test func bodiesThatAreNoSoundJSONAreFound() {
        let rule = "The body is JSON without doubled members"
        #expect(writing { $0.encode = { written, _, _ in written.body.removeLast() } }.contains(rule))
        #expect(
            writing { $0.encode = { written, _, _ in written.body = Array(#"{"model":"model","model":"model"}"#.utf8) } }.contains(rule))
    }

    @Test func whatIsDroppedInSilenceIsFound() {
        let rules = writing { $0.encode = { written, _, _ in written.body = Array(#"{"model":"model"}"#.utf8) } }
        #expect(rules == ["Nothing is dropped or changed without an adjustment", "No parameter is dropped in silence"])
    }

    @Test func whatShouldStayHereIsFound() {
        let leak: @Sendable (inout EncodedRequest, PreparedRequest, GenerationParameters) -> Void = { written, request, _ in
            written.headers.append(HeaderField("x-user", request.request.user ?? "nobody"))
        }
        #expect(writing { $0.encode = leak } == ["What is private or another model's is not sent"])
    }

    @Test func credentialsAndQuotesAreFound() {
        #expect(
            writing { $0.encode = { written, _, _ in written.headers.append(HeaderField("Authorization", "Bearer x")) } }
                == ["An adapter sends no credential"])
        #expect(
            writing { $0.review = { $0.adjustments.append(Adjustment(.leftOut, "input", "left out 'mark-question'")) } }
                == ["A review explains itself and quotes nothing"])
    }

    // MARK: Reading

    @Test func anAdapterWithoutFaultsHasNone() {
        #expect(writing { _ in } == [])
        #expect(reading { _ in } == [])
        #expect(failing { _, _ in } == [])
    }

    @Test func changedTextsAreFound() {
        #expect(reading { $0.answer = { $0.items = [.assistant("something else")] } }.contains("The text is kept exactly"))
    }

    @Test func piecesThatAreNotTheAnswerAreFound() {
        #expect(
            reading { $0.decode = { decoder, _ in decoder.extraEvents = [.textDelta("?")] } }.contains("The pieces make up the answer"))
    }

    @Test func aStreamThatMeansSomethingElseIsFound() {
        let isWhole = Mutex(false)
        let rules = reading { faults in
            faults.read = { _ in isWhole.withLock { $0 = true } }
            faults.decode = { _, _ in isWhole.withLock { $0 = false } }
            faults.answer = { answer in if !isWhole.withLock(\.self) { answer.usage = nil } }
        }
        #expect(rules.contains("A streamed answer means what the whole one means"))
    }

    @Test func earlyEndsAreFound() {
        #expect(
            reading { $0.decode = { decoder, _ in decoder.claimedProgress = .ended } }.contains("A stream that lacks content has not ended")
        )
        #expect(
            reading { $0.answer = { $0.finishReason = .stop } }.contains("A stream that lacks content has no finish reason"))
    }

    @Test func whoCannotBearTheUnknownIsFound() {
        let rules = reading { faults in
            faults.decode = { _, event in
                if event.data.starts(with: Array(#"{"type":"#.utf8)) { throw CancellationError() }
            }
        }
        #expect(rules.isSuperset(of: ["Unknown events are passed over", "An event that is no JSON is skipped and counted"]))
    }

    @Test func sharedStateIsFound() {
        let seen = Mutex(0)
        let rules = reading { faults in
            faults.decode = { decoder, _ in
                let count = seen.withLock { count in
                    count += 1
                    return count
                }
                decoder.extraEvents = [.textDelta("\(count)")]
            }
        }
        #expect(rules.contains("It does not matter where the network cuts a stream"))
    }

    // MARK: Failing

    @Test func wordsOfTheProviderInALogAreFound() {
        let rules = failing { failure, body in failure.explanation = String(decoding: body, as: UTF8.self) }
        #expect(rules.isSuperset(of: ["What may be logged shows no key", "What may be logged shows no prompt"]))
    }

    @Test func keysForTheCallerAreFound() {
        #expect(
            failing { failure, body in failure.providerMessage = String(decoding: body, as: UTF8.self) }
                == ["The provider's words are without keys"])
    }

    @Test func wrongFactsAreFound() {
        let rules = failing { failure, _ in
            failure.model = nil
            failure.status = nil
            failure.scope = .request
            failure.retryAfter = nil
            failure.requestID = nil
            failure.explanation = ""
        }
        #expect(
            rules == [
                "A failure names the model", "A failure has the status", "A failure has the provider's id of the request",
                "A failure explains itself", "A server's error is not the request's fault", "401 speaks about the key",
                "429 is not the request's fault", "Retry-After is understood",
            ])
    }

    // MARK: Growth and the report

    @Test func quadraticReadingIsFound() {
        let sum = Mutex(0)
        let rules = rules { faults in
            faults.decode = { decoder, _ in
                // As if everything were read again with every event.
                for step in 0..<(decoder.seen * 300) { sum.withLock { $0 &+= step } }
            }
        } checking: {
            $0.checkGrowth(&$1, pieces: 20)
        }
        #expect(rules == ["Reading takes time in proportion to what is read"])
    }

    @Test func theErrorListsEveryViolation() throws {
        var faults = BrokenAdapter.Faults()
        faults.failure = { failure, _ in failure.model = nil }
        let conformance = AdapterConformance(BrokenAdapter(faults), samples: [])
        let error = try #require(throws: AdapterNonconformance.self) { try conformance.verify() }
        #expect(error.violations == conformance.violations())
        #expect(error.description.hasPrefix("The adapter of broken/model breaks "))
        #expect(error.description.contains("\n- A failure names the model (HTTP 400, OpenAI)"))
    }
}
