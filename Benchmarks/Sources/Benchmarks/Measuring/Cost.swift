import CWire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What one operation costs.
struct Cost {
    /// Elapsed time, in nanoseconds.
    var time: Double
    /// Processor time of this whole process, every thread and the kernel's work for it included, in nanoseconds.
    ///
    /// The server is another process. On a busy machine this is the steadier figure.
    var processor: Double
    /// How often a thread of this process went to sleep.
    var switches: Double

    /// Runs something and spreads its cost over a number of operations.
    static func of(_ operations: Int, _ work: () async throws -> Void) async throws -> Cost {
        let before = (time: now(), processor: processorTime(), switches: switchCount())
        try await work()
        let count = Double(operations)
        return Cost(
            time: (now() - before.time) / count, processor: (processorTime() - before.processor) / count,
            switches: (switchCount() - before.switches) / count)
    }

    /// Runs something once more and counts the allocations of one operation; `nil` where the system cannot.
    static func allocations(_ operations: Int, _ work: () async throws -> Void) async throws -> Double? {
        allocation_count_begin()
        defer { allocation_count_end() }
        try await work()
        let count = allocation_count_end()
        return count < 0 ? nil : Double(count) / Double(operations)
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    private static func switchCount() -> Double {
        var usage = rusage()
        #if canImport(Glibc)
        getrusage(RUSAGE_SELF.rawValue, &usage)
        #else
        getrusage(RUSAGE_SELF, &usage)
        #endif
        return Double(usage.ru_nvcsw)
    }
}

extension [Double] {
    /// The value that half of the others are below.
    var median: Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
