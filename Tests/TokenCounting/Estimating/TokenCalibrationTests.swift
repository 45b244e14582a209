import Testing
import WaybillInterchange
import WaybillTokenCounting

struct TokenCalibrationTests {
    @Test func correctsNothingBeforeItKnows() {
        let calibration = TokenCalibration()
        #expect(calibration.ratio == 1)
        #expect(calibration.errorBand == nil)
        #expect(calibration.correct(1_234) == 1_234)
    }

    @Test(arguments: [0.25, 0.5, 0.9, 1, 1.1, 1.7, 3, 4])
    func findsTheTrueRatioInSevenAnswers(truth: Double) {
        var calibration = TokenCalibration()
        for index in 1...7 { calibration.observe(estimated: index * 1_000, reported: Int(Double(index * 1_000) * truth)) }
        #expect(calibration.ratio == truth)
    }

    /// Prompts of all sizes whose estimates are off by 6 % or so one way or the other.
    @Test(arguments: [0.6, 1, 1.3, 2.4])
    func convergesThroughNoise(truth: Double) {
        for seed in 0..<UInt64(200) {
            var random = SeededGenerator(seed: seed)
            var calibration = TokenCalibration()
            for _ in 0..<31 { observe(&calibration, truth: truth, noise: 0.1, &random) }
            #expect(abs(calibration.ratio / truth - 1) < 0.06, "seed \(seed)")
        }
    }

    /// One answer in twenty reports anything from next to nothing to ten times the truth.
    @Test(arguments: [0.6, 1, 1.3, 2.4])
    func staysPutUnderGarbage(truth: Double) {
        for seed in 0..<UInt64(50) {
            var random = SeededGenerator(seed: seed)
            var calibration = TokenCalibration()
            for step in 0..<500 {
                if Int.random(in: 0..<20, using: &random) == 0 {
                    calibration.observe(estimated: 5_000, reported: Int.random(in: 1...50_000, using: &random))
                } else {
                    observe(&calibration, truth: truth, noise: 0.1, &random)
                }
                if step >= 31 { #expect(abs(calibration.ratio / truth - 1) < 0.08, "seed \(seed), step \(step)") }
            }
        }
    }

    @Test func aFirstAnswerThatIsOddChangesNothing() {
        var calibration = TokenCalibration()
        calibration.observe(estimated: 100_000, reported: 4_096)
        calibration.observe(estimated: 100_000, reported: 4_096)
        #expect(calibration.ratio == 1)
    }

    @Test func neverLeavesItsLimits() {
        for seed in 0..<UInt64(100) {
            var random = SeededGenerator(seed: seed)
            var calibration = TokenCalibration()
            for _ in 0..<100 {
                calibration.observe(
                    estimated: Int.random(in: -10...Int.max, using: &random), reported: Int.random(in: -10...Int.max, using: &random))
                calibration.observe(estimated: Int.random(in: 0...100, using: &random), reported: .max)
                #expect(TokenCalibration.limits.contains(calibration.ratio))
                #expect(calibration.observations <= 31)
            }
        }
    }

    @Test func passesOverWhatTellsNothing() {
        var calibration = TokenCalibration()
        let told = [(31, 90), (5_000, 0), (5_000, -1)].map { calibration.observe(estimated: $0, reported: $1) }
        #expect(told == [false, false, false])
        #expect(calibration == TokenCalibration())
    }

    @Test func followsWhenTheModelChangesItsTokenizer() {
        var calibration = TokenCalibration()
        for _ in 0..<100 { calibration.observe(estimated: 1_000, reported: 1_000) }
        for _ in 0..<15 { calibration.observe(estimated: 1_000, reported: 1_350) }
        #expect(calibration.ratio == 1)
        calibration.observe(estimated: 1_000, reported: 1_350)
        #expect(calibration.ratio == 1.35)
    }

    /// Nine in ten of the next answers are within the band, seed by seed together.
    @Test func theErrorBandIsHonest() throws {
        var (inside, all) = (0, 0)
        for seed in 0..<UInt64(2_000) {
            var random = SeededGenerator(seed: seed)
            var calibration = TokenCalibration()
            let seen = Int.random(in: 9...31, using: &random)
            for _ in 0..<seen { observe(&calibration, truth: 1.2, noise: 0.15, &random) }
            let band = try #require(calibration.errorBand)
            let next = 1.2 * (1 + Double.random(in: -0.15...0.15, using: &random))
            all += 1
            if abs(next / calibration.ratio - 1) <= band { inside += 1 }
        }
        #expect(Double(inside) / Double(all) > 0.88)
        #expect(Double(inside) / Double(all) < 0.96)
    }

    @Test func correctsWithinBounds() {
        var calibration = TokenCalibration()
        for _ in 0..<31 { calibration.observe(estimated: 1_000, reported: 3_000) }
        #expect(calibration.correct(TokenEstimate(lower: 5, expected: 10, upper: 100)).expected == 30)
        #expect(calibration.correct(TokenEstimate(lower: 5, expected: 10, upper: 20)) == TokenEstimate(lower: 5, expected: 20, upper: 20))
        #expect(calibration.correct(TokenCount(10, .estimated, tokenizer: "claude", bounds: 1...25)).tokens == 25)
        #expect(calibration.correct(TokenCount(10, .estimated, tokenizer: "claude")).tokens == 30)
        #expect(calibration.correct(TokenCount(10, .exact, tokenizer: "o200k_base")).tokens == 10)
    }

    @Test func isWrittenAndReadExactly() throws {
        var random = SeededGenerator(seed: 7)
        var calibration = TokenCalibration()
        for _ in 0..<40 {
            observe(&calibration, truth: 1.3, noise: 0.2, &random)
            #expect(try TokenCalibration(json: calibration.json, at: .root) == calibration)
        }
        #expect(throws: JSONFormatError.self) { try TokenCalibration(jsonText: #"{"ratios":[1]}"#) }
        #expect(throws: JSONFormatError.self) { try TokenCalibration(jsonText: #"{"ratios":[10000],"ratio":1}"#) }
        #expect(throws: JSONFormatError.self) { try TokenCalibration(jsonText: "{}") }
    }

    private func observe(_ calibration: inout TokenCalibration, truth: Double, noise: Double, _ random: inout SeededGenerator) {
        let estimated = Int.random(in: 100...30_000, using: &random)
        let reported = Double(estimated) * truth * (1 + Double.random(in: -noise...noise, using: &random))
        calibration.observe(estimated: estimated, reported: Int(reported))
    }
}
