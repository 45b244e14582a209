import Testing
import Waybill

@testable import GatewayAccess

/// A table in force, and the next.
struct CallerAccessTests {
    private static func refusal(_ access: CallerAccess, _ key: String) -> AccessRefusal? {
        GatewayAccessTests.refusal { () throws(AccessRefusal) in try access.caller(forAuthorization: "Bearer \(key)") }
    }

    @Test func aTableHoldsUntilTheNext() throws {
        let access = try CallerAccess(CallerTable("a", "b") { $0.concurrency = 1 }, time: ManualTime())
        let a = try access.caller(forAuthorization: "Bearer key-of-a")
        let pass = try access.admit(a, tokens: 0)
        try access.use(CallerTable("b", "c"))
        #expect(Self.refusal(access, "key-of-a") == .unknownKey)
        #expect(Self.refusal(access, "key-of-b") == nil && Self.refusal(access, "key-of-c") == nil)
        // Who got in before may not go on.
        #expect(GatewayAccessTests.refusal { () throws(AccessRefusal) in try access.admit(a, tokens: 0) } == .unknownKey)
        #expect(access.underWay("a") == 1)
        pass.finish(used: 1)
        #expect(access.underWay("a") == 0)
    }

    @Test func onlyWhatIsGrantedMayBeAskedFor() throws {
        var caller = Caller("a", keys: [KeyHash(of: "a")])
        caller.workloads = ["chat"]
        caller.models = [.provider("local")]
        for (workload, isGranted) in [("chat", true), ("other", false), ("local/small", true), ("openai/gpt-5.4", false), ("", false)] {
            let found = GatewayAccessTests.refusal { () throws(AccessRefusal) in try caller.require(Workload(rawValue: workload)) }
            #expect(found == (isGranted ? nil : .modelNotAllowed), "\(workload)")
        }
    }

    @Test func aCallersBudgetIsThatOfItsName() throws {
        let dollar = try #require(Money("$1"))
        let access = try CallerAccess(
            CallerTable("a", "b") { if $0.name == "a" { $0.budget = Budget([.day: dollar]) } }, time: ManualTime())
        func budgets(_ key: String?) throws -> [AccountBudget] {
            var request = ModelRequest(workload: "chat", conversation: [.user("Hi")])
            // What a client writes there is not believed.
            request.metadata = [CallerAccess.metadataKey: "a", "team": "x"]
            CallerAccess.sign(&request, by: try key.map { try access.caller(forAuthorization: "Bearer \($0)") })
            #expect(request.metadata["team"] == "x")
            return access.budgets(of: request)
        }
        let account = BudgetAccount.metadata(key: "gateway_key", value: "a")
        #expect(try budgets("key-of-a") == [AccountBudget(account, Budget([.day: dollar]))])
        #expect(try budgets("key-of-b") == [])
        #expect(try budgets(nil) == [])
        try access.use(CallerTable("a", "b"))
        #expect(try budgets("key-of-a") == [])
    }

    /// Whoever guesses costs nobody any memory.
    @Test func wrongKeysLeaveNothingBehind() throws {
        let access = try CallerAccess(CallerTable("a", "b", "c"), time: ManualTime())
        var refused = 0
        for number in 0..<50_000 where Self.refusal(access, "wb-\(number)") == .unknownKey { refused += 1 }
        #expect(refused == 50_000)
        #expect(access.remembered == 3)
    }
}
