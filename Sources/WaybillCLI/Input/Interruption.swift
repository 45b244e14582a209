import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The user or the system asked the command to end, with SIGINT (Ctrl-C) or SIGTERM.
struct Interruption: Error {
    let signal: Int32
}

/// Carries out an operation that SIGINT and SIGTERM cancel.
///
/// A second signal ends the process at once.
///
/// - Throws: ``Interruption`` where the operation ended by being cancelled; else what the operation throws.
func cancellingOnInterrupt<Result: Sendable>(_ operation: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let (signals, arrival) = AsyncStream.makeStream(of: Int32.self)
    let watches = [SignalWatch(SIGINT, arrival), SignalWatch(SIGTERM, arrival)]
    defer { for watch in watches { watch.end() } }
    return try await withThrowingTaskGroup(of: Outcome<Result>.self) { group in
        group.addTask { .finished(try await operation()) }
        group.addTask {
            for await number in signals { return .interrupted(number) }
            return .waitEnded
        }
        defer { group.cancelAll() }
        while let outcome = try await group.next() {
            switch outcome {
            case .finished(let result): return result
            case .interrupted(let number):
                group.cancelAll()
                // The operation is given the time to end in order; its error says no more than the signal does.
                _ = await group.nextResult()
                throw Interruption(signal: number)
            case .waitEnded: break
            }
        }
        throw CancellationError()
    }
}

/// Catches a signal once, in place of the default, which would end the process before a call is closed.
private struct SignalWatch {
    private let number: Int32
    private let source: any DispatchSourceSignal

    init(_ number: Int32, _ arrival: AsyncStream<Int32>.Continuation) {
        self.number = number
        source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            arrival.yield(number)
            signal(number, SIG_DFL)
        }
        // Dispatch sees a signal also where it is ignored.
        signal(number, SIG_IGN)
        source.resume()
    }

    func end() {
        source.cancel()
        signal(number, SIG_DFL)
    }
}

/// How one of the two sides of an operation that can be interrupted ended.
private enum Outcome<Result: Sendable>: Sendable {
    case finished(Result)
    case interrupted(Int32)
    case waitEnded
}
