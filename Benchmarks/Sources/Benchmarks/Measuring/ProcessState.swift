import Foundation

/// What this process holds at a moment: what a leak would make grow.
///
/// Read from `/proc`: on Linux only.
struct ProcessState {
    /// Megabytes of memory in use.
    let resident: Double
    let descriptors: Int
    /// How many of the descriptors are sockets.
    let sockets: Int
    let threads: Int

    static func now() throws -> ProcessState {
        let files = FileManager.default
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ").dropFirst().first
        let descriptors = try files.contentsOfDirectory(atPath: "/proc/self/fd")
        // The one that lists the folder is gone by now.
        let kinds = descriptors.compactMap { try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
        return ProcessState(
            resident: Double(pages.flatMap { Int($0) } ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576,
            descriptors: descriptors.count, sockets: kinds.count { $0.hasPrefix("socket:") },
            threads: try files.contentsOfDirectory(atPath: "/proc/self/task").count)
    }
}

extension ProcessState: CustomStringConvertible {
    var description: String {
        "\(decimal(resident, places: 1)) MB resident, \(descriptors) descriptors, \(sockets) of them sockets, \(threads) threads"
    }
}
