import Waybill

/// How a server counts the requests of an account to a model, which it tells with each response and keeps by itself.
///
/// It may allow fewer than the files say, and others may use it too.
struct SimulatedMeter: Sendable {
    let requestsPerMinute: Int
    /// When others send how many requests.
    let strangers: [(at: Duration, count: Int)]

    /// How many requests of others count at a time.
    func strangers(at now: Duration) -> Int {
        strangers.reduce(0) { $1.at <= now && now < $1.at + .seconds(60) ? $0 + $1.count : $0 }
    }

    /// What is left at a time, after so many requests in the last minute.
    func remaining(after count: Int, at now: Duration) -> Int { max(0, requestsPerMinute - count - strangers(at: now)) }

    /// What a response tells: until all is back a minute may pass.
    func headers(remaining: Int) -> [HeaderField] {
        [
            HeaderField("x-ratelimit-limit-requests", "\(requestsPerMinute)"),
            HeaderField("x-ratelimit-remaining-requests", "\(remaining)"), HeaderField("x-ratelimit-reset-requests", "1m0s"),
        ]
    }
}

extension SimulatedWorld {
    /// Lets some servers count by themselves, and tell.
    mutating func addMeters(_ random: inout SeededGenerator) {
        let lanes = Set(places.values.joined().map(\.lane)).sorted { ($0.account, $0.model) < ($1.account, $1.model) }
        for lane in lanes where random.chance(25) {
            var strangers: [(at: Duration, count: Int)] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                strangers.append((random.duration(upTo: .seconds(40)), Int.random(in: 1...4, using: &random)))
            }
            meters[lane] = SimulatedMeter(requestsPerMinute: Int.random(in: 2...10, using: &random), strangers: strangers)
        }
    }
}
