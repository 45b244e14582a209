import WaybillInterchange

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension AdapterConformance {
    /// Checks that a stream of eight times the length takes about eight times the time.
    ///
    /// Time is that of this thread on the processor, the best of three, so that other work on the machine does not count. What grows with the
    /// square of the length takes 64 times the time; the bound lies between.
    func checkGrowth(_ findings: inout Findings, pieces: Int = 150) {
        guard let longStream else { return }
        let short = processorTime(ofReading: longStream(pieces))
        let long = processorTime(ofReading: longStream(pieces * 8))
        let growth = long / short
        findings.expect(
            growth < 24, "Reading takes time in proportion to what is read", "a long stream",
            "\(growth) times the time for 8 times the length")
    }

    private func processorTime(ofReading stream: [UInt8]) -> Double {
        let times = (0..<3)
            .map { _ in
                let start = Self.processorTime
                _ = DecodedAnswer(stream: stream, adapter).decoder.answer
                return Self.processorTime - start
            }
        return max(times.min() ?? 0, 1e-6)
    }

    /// The seconds that this thread has used the processor.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
