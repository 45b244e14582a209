#if canImport(Glibc)
import Glibc

/// Which folders are on file systems that do not tell what others do there: on the network, or passed through from a host.
struct RemoteMounts {
    private static let kinds: Set<Substring> = [
        "9p", "afs", "ceph", "cifs", "glusterfs", "lustre", "nfs", "nfs4", "smb3", "smbfs", "virtiofs",
    ]

    /// The devices of such mounts.
    private let devices: Set<String>

    /// Reads the mounts as they are now; where there is no list of them, none is remote.
    init() {
        let bytes = (try? FileContents.read("/proc/self/mountinfo", limit: 4 << 20)) ?? []
        devices = Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap(Self.remoteDevice))
    }

    func contain(_ folder: String) -> Bool {
        var status = stat()
        guard !devices.isEmpty, stat(folder, &status) == 0 else { return false }
        return devices.contains(Self.name(of: UInt64(status.st_dev)))
    }

    /// A device as `mountinfo` writes it, by the way in which Linux packs its two numbers into one.
    private static func name(of device: UInt64) -> String {
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF
        return "\(major):\(minor)"
    }

    /// The device of a line of `mountinfo` (proc(5)): `36 35 98:0 /root /mount rw,noatime shared:1 - nfs4 server:/ rw`.
    private static func remoteDevice(_ line: Substring) -> String? {
        let fields = line.split(separator: " ")
        guard let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count, fields.count > 2 else { return nil }
        let kind = fields[dash + 1]
        return kinds.contains(kind) || kind.hasPrefix("fuse") ? String(fields[2]) : nil
    }
}
#endif
