import Testing
import WaybillInterchange
import WaybillRoutes

/// What a caller may ask for, and what no table of callers takes.
struct CallerTests {
    private static let key = KeyHash(of: "first")

    @Test func withoutListsAnyWorkloadAndNoModelMayBeAskedFor() {
        let caller = Caller("billing", keys: [Self.key])
        #expect(caller.mayAsk(for: "support-chat"))
        #expect(!caller.mayAsk(for: "openai/gpt-5.4"))
        #expect(!caller.mayAsk(for: ""))
        #expect(!caller.mayAsk(for: "openai/"))
    }

    @Test func onlyListedWorkloadsMayBeAskedFor() {
        var caller = Caller("billing", keys: [Self.key])
        caller.workloads = ["support-chat"]
        #expect(caller.mayAsk(for: "support-chat"))
        #expect(!caller.mayAsk(for: "Support-chat"))
        #expect(!caller.mayAsk(for: "classify-ticket"))
    }

    @Test(arguments: [
        ("*", "openai/gpt-5.4", true), ("*", "a/b/c", true), ("openai/*", "openai/gpt-5.4", true),
        ("openai/*", "openai-chat/gpt-5.4", false),
        ("a/b/c", "a/b/c", true), ("a/b/c", "a/b", false), ("openai/gpt-5.4", "openai/gpt-5.4-mini", false),
    ])
    func modelsAreGrantedOneByOneOrAllOfAProvider(_ grant: String, _ model: String, isGranted: Bool) throws {
        var caller = Caller("billing", keys: [Self.key])
        caller.models = [try #require(ModelGrant(grant))]
        #expect(caller.mayAsk(for: Workload(rawValue: model)) == isGranted)
        #expect(caller.models[0].description == grant)
        #expect(caller.mayAsk(for: "chat"))
    }

    @Test(arguments: ["", "gpt", "/gpt", "openai/", "open*/gpt", "openai/gpt-*", "*/gpt", "**"])
    func otherTextGrantsNothing(_ text: String) {
        #expect(ModelGrant(text) == nil)
    }

    @Test func aTableTakesSoundCallersInTheirOrder() throws {
        let callers = [Caller("b", keys: [Self.key]), Caller("a", keys: [KeyHash(of: "second"), KeyHash(of: "third")])]
        let table = try CallerTable(callers)
        #expect(table.callers == callers && table.diagnostics.isEmpty)
    }

    @Test func aTableOfNobodyIsAllowedWithAWarning() throws {
        #expect(try CallerTable([]).diagnostics.map(\.code.name) == ["no-caller"])
    }

    @Test func everythingThatIsWrongIsTold() {
        var hollow = Caller("hollow", keys: [])
        hollow.workloads = []
        hollow.concurrency = 0
        hollow.rateLimits = RateLimits(requestsPerMinute: -1, tokensPerMinute: 0)
        hollow.budget = Budget([:])
        let callers = [Caller("billing", keys: [Self.key]), Caller("billing", keys: [Self.key]), Caller("new\nline", keys: []), hollow]
        let error = #expect(throws: CallersInvalid.self) { try CallerTable(callers) }
        let names = error?.diagnostics.map(\.code.name) ?? []
        #expect(
            names == [
                "caller-twice", "shared-key", "bad-caller-name", "empty-collection", "empty-collection", "empty-collection", "out-of-range",
                "out-of-range", "out-of-range", "contradiction",
            ])
    }
}
