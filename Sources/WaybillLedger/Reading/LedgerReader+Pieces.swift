import Dispatch
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension LedgerReader {
    /// How many pieces are read at a time at the most.
    static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Reads pieces of the books, as many at a time as there are processors.
    ///
    /// - Parameter body: Is given a piece and a reader that nobody else uses meanwhile.
    /// - Returns: What came of the pieces, in their order.
    func readInParallel<Part: Sendable>(
        _ pieces: [ClosedRange<Int64>], _ body: @Sendable (LedgerReader, ClosedRange<Int64>) throws -> Part
    ) throws -> [Part] {
        let lanes = min(pieces.count, Self.processors)
        guard lanes > 1 else { return try pieces.map { try body(self, $0) } }
        let next = Atomic(0)
        let results = Mutex<[Result<Part, any Error>?]>(Array(repeating: nil, count: pieces.count))
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            let reader = Result { lane == 0 ? self : try LedgerReader(path: path) }
            while true {
                let place = next.add(1, ordering: .relaxed).oldValue
                guard place < pieces.count else { return }
                let result = Result { try body(try reader.get(), pieces[place]) }
                results.withLock { $0[place] = result }
                // The pieces that are left would be read for nothing.
                if case .failure = result { next.store(pieces.count, ordering: .relaxed) }
            }
        }
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }
}

extension ClosedRange<Int64> {
    /// Its numbers in pieces of so many.
    func pieces(of size: Int64) -> [ClosedRange<Int64>] {
        stride(from: lowerBound, through: upperBound, by: Int(size)).map { $0...Swift.min($0 + size - 1, upperBound) }
    }
}
