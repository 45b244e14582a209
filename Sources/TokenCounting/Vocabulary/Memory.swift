#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
    /// Allocates memory for `count` elements, all of whose bytes are zero, at the beginning of a cache line.
    static func zeroed(_ count: Int) -> Self {
        let size = count * MemoryLayout<Pointee>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        return memory.bindMemory(to: Pointee.self, capacity: count)
    }
}

/// Memory all of whose bytes are zero, of which the system provides a page when it is first written to.
///
/// In large pages where the system has them: look-ups are scattered all over it, and most of their time went into finding small pages.
struct LazyMemory: ~Copyable {
    let base: UnsafeMutableRawPointer
    private let mapping: UnsafeMutableRawPointer
    private let mappingSize: Int

    private static let largePage = 2 << 20

    init(size: Int) {
        mappingSize = size + Self.largePage
        guard let memory = mmap(nil, mappingSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED else {
            fatalError("no memory for \(size) bytes")
        }
        mapping = memory
        base = memory.alignedUp(toMultipleOf: Self.largePage)
        #if os(Linux)
        // Advice only: where it is not taken, all is as it was.
        madvise(base, size, MADV_HUGEPAGE)
        #endif
    }

    deinit { munmap(mapping, mappingSize) }
}
