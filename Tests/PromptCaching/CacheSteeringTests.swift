import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillPromptCaching

/// Which keys prompts get, and over how many a busy one is spread.
struct CacheSteeringTests {
    private static let rules: CacheRules = {
        var rules = CacheRules(.steps(128), minimum: 1_024)
        rules.takesKey = true
        rules.requestsPerKey = 15
        return rules
    }()

    private func request(_ instructions: String? = "You answer for a bookshop.", user: String? = nil) -> ModelRequest {
        var request = ModelRequest("Where is order 1207?", workload: "test")
        request.instructions = instructions
        request.user = user
        return request
    }

    private func steering(_ request: ModelRequest, _ rules: CacheRules = rules, rate: Double = 0) -> CacheSteering? {
        let prepared = PromptPreparation().prepare(request)
        return CacheSteering(rules, for: FingerprintedPrompt(prepared), prepared, stableTokens: 2_000, requestsPerMinute: rate)
    }

    @Test func oneStablePartHasOneKey() throws {
        let key = try #require(steering(request())?.key)
        #expect(key.utf8.count <= 64)
        #expect(
            key.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            })
        // This very key, in every process and on every platform: another one would empty every cache once.
        #expect(key == "5e860f5a340ff95335733fbd")
        var longer = request()
        longer.conversation += [.assistant("On its way."), .user("Since when?")]
        longer.lateContext = "It is Monday."
        longer.metadata = ["call": "1"]
        longer.user = "user-7"
        longer.conversationID = "c-1"
        #expect(steering(longer)?.key == key)
        #expect(steering(request("You answer for a bookshop!"))?.key != key)
    }

    @Test func whatHasNoStablePartHasNoKey() {
        #expect(steering(request(nil)) == nil)
    }

    @Test func aBusyPrefixIsSpreadOverAsManyKeysAsItsRateNeeds() {
        #expect(Self.rules.partitions(forRequestsPerMinute: 0) == 1)
        #expect(Self.rules.partitions(forRequestsPerMinute: 15) == 1)
        #expect(Self.rules.partitions(forRequestsPerMinute: 15.5) == 2)
        #expect(Self.rules.partitions(forRequestsPerMinute: 30) == 2)
        #expect(Self.rules.partitions(forRequestsPerMinute: 100) == 7)
        #expect(Self.rules.partitions(forRequestsPerMinute: .infinity) == CacheKey.mostPartitions)
        #expect(CacheRules(.steps(16)).partitions(forRequestsPerMinute: 1e9) == 1)
        let keys = Set((0..<1_000).compactMap { steering(request(user: "user-\($0)"), rate: 100)?.key })
        #expect(keys.count == 7)
        #expect(keys.allSatisfy { $0.utf8.count <= 64 })
    }

    @Test func everyPartitionGetsItsShareAndAnotherOneMovesOnlyThat() {
        func key(_ user: Int, _ rate: Double) -> String { steering(request(user: "user-\(user)"), rate: rate)?.key ?? "" }
        let users = 0..<2_000
        var counts: [String: Int] = [:]
        for user in users { counts[key(user, 120), default: 0] += 1 }
        #expect(counts.count == 8)
        #expect(counts.values.allSatisfy { (150...350).contains($0) }, "\(counts)")
        let moved = users.filter { key($0, 120) != key($0, 135) }
        // A ninth takes a ninth of the users, and nobody else moves.
        #expect((120...330).contains(moved.count), "\(moved.count)")
        #expect(Set(moved.map { key($0, 135) }).count == 1)
    }

    @Test func aSaltIsTheUsersOwn() throws {
        var rules = CacheRules(.steps(16))
        rules.salt = .user
        let salt = try #require(steering(request(user: "anna"), rules)?.salt)
        #expect(salt != steering(request(user: "ben"), rules)?.salt)
        #expect(!salt.contains("anna"))
        #expect(steering(request(), rules) == nil)
    }
}
