#if canImport(Glibc)
@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Tells when something happens in folders, by Linux's inotify.
///
/// A notice says only that it is worth looking: what has changed, the files themselves tell.
final class FolderNotices: Sendable {
    /// Names come and go.
    private static let names = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF
    /// What is written.
    private static let contents = IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB

    private let descriptor: Int32
    private let source: any DispatchSourceRead
    /// What matters in each folder, by its watch.
    private let interests = Mutex<[Int32: WatchedFolders.Interest]>([:])

    /// - Parameter onNotice: Called on the queue.
    /// - Returns: `nil` where the system has no more of these.
    init?(queue: DispatchQueue, onNotice: @escaping @Sendable () -> Void) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in
            if let self, self.readNotices() { onNotice() }
        }
        // The last that is heard of the descriptor, so nothing reads another's that has its number.
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { stop() }

    /// Watches nothing any more; on the queue, so that the descriptor is not used while it is closed.
    func stop() { source.cancel() }

    /// Watches these folders from now on, and no others.
    ///
    /// - Returns: `false` where one of them cannot be watched: no watch is left, the folder may not be read, or it is on a file system that does
    ///   not tell what others do there.
    func watch(_ folders: [String: WatchedFolders.Interest]) -> Bool {
        let remote = RemoteMounts()
        var isComplete = true
        var watches: [Int32: WatchedFolders.Interest] = [:]
        for (folder, interest) in folders {
            let events = UInt32(bitPattern: Self.names | (interest.includesContents ? Self.contents : 0) | IN_ONLYDIR)
            let watch = inotify_add_watch(descriptor, folder, events)
            if watch >= 0 { watches[watch] = interest }
            if watch < 0 || remote.contain(folder) { isComplete = false }
        }
        let old = interests.withLock { interests in
            defer { interests = watches }
            return interests
        }
        // Of a folder that is gone the system has let go itself.
        for watch in old.keys where watches[watch] == nil { inotify_rm_watch(descriptor, watch) }
        return isComplete
    }

    /// Takes all notices that there are.
    ///
    /// - Returns: Whether one matters.
    private func readNotices() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var matters = false
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return matters }
            interests.withLock { interests in
                buffer[..<count]
                    .withUnsafeBytes { bytes in
                        var place = 0
                        while place + MemoryLayout<inotify_event>.size <= count {
                            let event = bytes.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                            place += MemoryLayout<inotify_event>.size
                            let name = bytes[place..<min(count, place + Int(event.len))].prefix { $0 != 0 }
                            place += Int(event.len)
                            // Without a name it is about the folder itself, or notices were lost.
                            matters =
                                matters || name.isEmpty || interests[event.wd]?.matters(String(decoding: name, as: UTF8.self)) ?? false
                        }
                    }
            }
        }
    }
}
#else
@preconcurrency import Dispatch

/// Tells when something happens in folders: nothing here does, so that they are looked at from time to time.
final class FolderNotices: Sendable {
    init?(queue: DispatchQueue, onNotice: @escaping @Sendable () -> Void) { return nil }

    func watch(_ folders: [String: WatchedFolders.Interest]) -> Bool { false }

    func stop() {}
}
#endif
