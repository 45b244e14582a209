import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

/// Who may send when, decided by the value alone.
struct TrafficTests {
    private static func way(
        _ model: String = "m", account: String = "a", requests: Int? = nil, tokens: Int? = nil, slots: Int? = nil
    ) -> TrafficWay {
        TrafficWay(
            lane: Lane.Key(account: .named(account), model: model),
            limits: RateLimits(requestsPerMinute: requests, tokensPerMinute: tokens), server: slots.map { _ in "s" }, slots: slots ?? .max)
    }

    @Test func withoutLimitsEverybodyGoes() {
        var traffic = Traffic()
        for _ in 0..<100 {
            guard case .go(let permit) = traffic.enter(Self.way(), tokens: 1_000, at: .zero) else {
                Issue.record("held back")
                return
            }
            #expect(permit.isFree)
        }
        #expect(traffic.isEmpty)
    }

    @Test func theLineIsServedInOrderAndTheLargeAreNotPassedBy() {
        var traffic = Traffic()
        let way = Self.way(tokens: 100)
        _ = traffic.enter(way, tokens: 90, at: .zero)
        guard case .wait(let large, let wait, .rate) = traffic.enter(way, tokens: 80, at: .seconds(1)),
            case .wait(let small, let longer, .rate) = traffic.enter(way, tokens: 5, at: .seconds(1))
        else {
            Issue.record("not held back")
            return
        }
        #expect(wait >= .seconds(59) && longer >= wait)
        #expect(traffic.letGo(at: .seconds(30)).isEmpty)
        #expect(traffic.letGo(at: .seconds(61)) == [large, small])
    }

    @Test func whoWaitsForAPauseHoldsNoSlotFromOthers() {
        var traffic = Traffic()
        let (paused, other) = (Self.way("paused", slots: 1), Self.way("other", slots: 1))
        guard case .go(let first) = traffic.enter(paused, tokens: 1, at: .zero),
            case .wait(let waiting, _, .slots) = traffic.enter(paused, tokens: 1, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
        traffic.pause(paused.lane, until: .seconds(10), jitter: .zero)
        #expect(traffic.finish(first, used: nil, wasSent: true, at: .seconds(1)).isEmpty)
        #expect(traffic.expectedWait(other, tokens: 1, at: .seconds(2)).0 == .zero)
        guard case .go(let second) = traffic.enter(other, tokens: 1, at: .seconds(2)) else {
            Issue.record("held back though there is room")
            return
        }
        #expect(traffic.finish(second, used: nil, wasSent: true, at: .seconds(10)) == [waiting])
        // Who came first and may go now goes before one who comes at that moment.
        var late = Traffic()
        guard case .go(let held) = late.enter(paused, tokens: 1, at: .zero), case .wait = late.enter(paused, tokens: 1, at: .zero) else {
            return
        }
        late.pause(paused.lane, until: .seconds(10), jitter: .zero)
        _ = late.finish(held, used: nil, wasSent: true, at: .seconds(1))
        guard case .wait = late.enter(other, tokens: 1, at: .seconds(10)) else {
            Issue.record("went before one who waited longer")
            return
        }
    }

    @Test func aRequestLargerThanTheBucketGoesWhenItIsFull() {
        var traffic = Traffic()
        let way = Self.way(tokens: 100)
        guard case .go = traffic.enter(way, tokens: 5_000, at: .zero),
            case .wait(let next, let wait, _) = traffic.enter(way, tokens: 5_000, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
        #expect(wait > .seconds(59) && wait < .seconds(62))
        #expect(traffic.letGo(at: .seconds(61)) == [next])
    }

    @Test func whoLeavesLetsTheNextGo() {
        var traffic = Traffic()
        let way = Self.way(tokens: 100)
        _ = traffic.enter(way, tokens: 50, at: .zero)
        guard case .wait(let large, _, _) = traffic.enter(way, tokens: 100, at: .zero),
            case .wait(let small, _, _) = traffic.enter(way, tokens: 50, at: .zero)
        else {
            Issue.record("not held back")
            return
        }
        #expect(traffic.leave(large, lane: way.lane, at: .seconds(1)) == [small])
        #expect(traffic.leave(large, lane: way.lane, at: .seconds(1)).isEmpty)
    }

    @Test func whoLeavesAfterItWasLetGoKeepsNothing() {
        var traffic = Traffic()
        let way = Self.way(slots: 1)
        guard case .go(let permit) = traffic.enter(way, tokens: 1, at: .zero),
            case .wait(let leaving, _, .slots) = traffic.enter(way, tokens: 1, at: .zero),
            case .wait(let next, _, .slots) = traffic.enter(way, tokens: 1, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
        #expect(traffic.finish(permit, used: 1, wasSent: true, at: .seconds(1)) == [leaving])
        #expect(traffic.leave(leaving, lane: way.lane, at: .seconds(1)) == [next])
        #expect(traffic.collect(leaving) == nil)
        #expect(traffic.collect(next) != nil)
    }

    @Test func slotsGoToWhoCameFirstWhicheverItsModel() {
        var traffic = Traffic()
        guard case .go(let permit) = traffic.enter(Self.way("a", slots: 1), tokens: 1, at: .zero),
            case .wait(let first, _, .slots) = traffic.enter(Self.way("b", slots: 1), tokens: 1, at: .zero),
            case .wait(let second, _, .slots) = traffic.enter(Self.way("a", slots: 1), tokens: 1, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
        #expect(traffic.finish(permit, used: 1, wasSent: true, at: .seconds(1)) == [first])
        let next = traffic.collect(first)
        #expect(next.map { traffic.finish($0, used: 1, wasSent: true, at: .seconds(2)) } == [second])
    }

    @Test func aLaneThatMustWaitForItsRateKeepsNoSlotFromAnother() {
        var traffic = Traffic()
        let paced = Self.way("paced", requests: 1, slots: 2)
        _ = traffic.enter(paced, tokens: 1, at: .zero)
        guard case .wait(_, _, .rate) = traffic.enter(paced, tokens: 1, at: .zero),
            case .go = traffic.enter(Self.way("free", slots: 2), tokens: 1, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
    }

    @Test func whoWaitsForASlotHoldsUpNobodyWhoGoesByAnotherServer() {
        var traffic = Traffic()
        let full = Self.way(requests: 3, slots: 1)
        var other = full
        (other.server, other.slots) = (nil, .max)
        guard case .go(let permit) = traffic.enter(full, tokens: 1, at: .zero),
            case .wait(let waiting, _, .slots) = traffic.enter(full, tokens: 1, at: .zero),
            case .go = traffic.enter(other, tokens: 1, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
        // The account's limit is the same for both.
        guard case .go = traffic.enter(other, tokens: 1, at: .zero),
            case .wait(let last, _, .rate) = traffic.enter(other, tokens: 1, at: .zero)
        else {
            Issue.record("served otherwise")
            return
        }
        #expect(traffic.finish(permit, used: 1, wasSent: true, at: .seconds(1)).isEmpty)
        #expect(traffic.letGo(at: .seconds(61)) == [waiting, last])
    }

    @Test func aPauseHoldsTheLineUntilAfterIt() {
        var traffic = Traffic()
        let way = Self.way(requests: 1)
        _ = traffic.enter(way, tokens: 1, at: .zero)
        guard case .wait(let number, _, _) = traffic.enter(way, tokens: 1, at: .zero) else {
            Issue.record("not held back")
            return
        }
        traffic.pause(way.lane, until: .seconds(90), jitter: .milliseconds(200))
        guard case .paused(until: .seconds(90)) = traffic.enter(way, tokens: 1, at: .seconds(70)) else {
            Issue.record("not paused")
            return
        }
        #expect(traffic.letGo(at: .seconds(90)).isEmpty)
        #expect(traffic.nextMoment(at: .seconds(70)) == .milliseconds(90_200))
        #expect(traffic.letGo(at: .milliseconds(90_200)) == [number])
    }

    @Test func whatWasNotSentTakesNothing() {
        var traffic = Traffic()
        let way = Self.way(requests: 1, tokens: 10)
        guard case .go(let permit) = traffic.enter(way, tokens: 10, at: .zero) else {
            Issue.record("held back")
            return
        }
        _ = traffic.finish(permit, used: nil, wasSent: false, at: .seconds(1))
        guard case .go = traffic.enter(way, tokens: 10, at: .seconds(1)) else {
            Issue.record("the reservation was not given back")
            return
        }
    }

    /// Random comings and goings: nothing is overshot, nobody is passed by in a lane, and in the end nothing is left behind.
    @Test(arguments: 0..<100)
    func nothingIsOvershotAndNothingLeaks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let slots = Int.random(in: 1...4, using: &random)
        let ways = ["x", "y"].map { Self.way($0, requests: Int.random(in: 3...20, using: &random), tokens: 1_000, slots: slots) }
        var traffic = Traffic()
        var now = Duration.zero
        var waiting: [(number: UInt64, way: TrafficWay)] = []
        var permits: [Permit] = []
        var sent: [(at: Duration, model: String)] = []
        func take(_ numbers: [UInt64]) {
            for number in numbers {
                let mine = waiting.first { $0.number == number }
                #expect(waiting.filter { $0.way == mine?.way }.map(\.number).min() == number, "seed \(seed): somebody was passed by")
                waiting.removeAll { $0.number == number }
                guard let permit = traffic.collect(number) else {
                    Issue.record("seed \(seed): no permit")
                    continue
                }
                permits.append(permit)
                sent.append((now, permit.way.lane.model))
            }
        }
        for _ in 0..<400 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1, 2:
                let way = ways.randomElement(using: &random)!
                switch traffic.enter(way, tokens: Int.random(in: 1...1_500, using: &random), at: now) {
                case .go(let permit):
                    permits.append(permit)
                    sent.append((now, way.lane.model))
                case .paused: break
                case .wait(let number, _, _): waiting.append((number, way))
                }
            case 3 where !permits.isEmpty:
                let permit = permits.remove(at: Int.random(in: 0..<permits.count, using: &random))
                take(traffic.finish(permit, used: Int.random(in: 0...permit.tokens, using: &random), wasSent: true, at: now))
            case 4 where !waiting.isEmpty:
                let left = waiting.remove(at: Int.random(in: 0..<waiting.count, using: &random))
                take(traffic.leave(left.number, lane: left.way.lane, at: now))
            default:
                now += random.duration(upTo: .seconds(8))
                take(traffic.letGo(at: now))
            }
            #expect(permits.count <= slots, "seed \(seed)")
        }
        for way in ways {
            let times = sent.filter { $0.model == way.lane.model }.map(\.at)
            for first in times {
                #expect(times.count { $0 >= first && $0 < first + .seconds(60) } <= way.limits.requestsPerMinute!, "seed \(seed)")
            }
        }
        for left in waiting { _ = traffic.leave(left.number, lane: left.way.lane, at: now) }
        for permit in permits { _ = traffic.finish(permit, used: nil, wasSent: true, at: now) }
        #expect(traffic.servers["s"]?.taken == 0 && traffic.servers["s"]?.waiting == 0, "seed \(seed)")
        #expect(traffic.nextMoment(at: now) == nil, "seed \(seed)")
    }
}
