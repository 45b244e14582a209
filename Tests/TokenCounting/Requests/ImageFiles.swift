/// The beginnings of picture files, up to where they say how large they are.
enum ImageFiles {
    static func png(width: Int, height: Int) -> [UInt8] {
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13] + Array("IHDR".utf8) + big(width, 4) + big(height, 4) + [
            8, 6, 0, 0, 0,
        ]
    }

    static func gif(width: Int, height: Int) -> [UInt8] { Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [0xf7, 0, 0] }

    /// With the segments of a photo before the frame.
    static func jpeg(width: Int, height: Int, frame: UInt8 = 0xc0) -> [UInt8] {
        var bytes: [UInt8] = [0xff, 0xd8]
        func segment(_ marker: UInt8, _ content: [UInt8]) { bytes += [0xff, marker] + big(content.count + 2, 2) + content }
        segment(0xe0, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
        segment(0xe1, Array("Exif".utf8) + [UInt8](repeating: 0xff, count: 40_000))
        bytes += [0xff]
        segment(0xdb, [UInt8](repeating: 1, count: 65))
        segment(0xc4, [UInt8](repeating: 2, count: 29))
        segment(frame, [8] + big(height, 2) + big(width, 2) + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
        return bytes
    }

    static func lossyWebP(width: Int, height: Int) -> [UInt8] {
        webP("VP8 ", [0x30, 1, 0, 0x9d, 1, 0x2a] + little(width | 0x4000, 2) + little(height, 2))
    }

    static func losslessWebP(width: Int, height: Int) -> [UInt8] { webP("VP8L", [0x2f] + little((width - 1) | (height - 1) << 14, 4)) }

    static func extendedWebP(width: Int, height: Int) -> [UInt8] {
        webP("VP8X", [0x10, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
    }

    static let kinds: [(name: String, make: @Sendable (Int, Int) -> [UInt8])] = [
        ("png", { png(width: $0, height: $1) }), ("gif", { gif(width: $0, height: $1) }), ("jpeg", { jpeg(width: $0, height: $1) }),
        ("progressive jpeg", { jpeg(width: $0, height: $1, frame: 0xc2) }), ("lossy webp", { lossyWebP(width: $0, height: $1) }),
        ("lossless webp", { losslessWebP(width: $0, height: $1) }), ("extended webp", { extendedWebP(width: $0, height: $1) }),
    ]

    private static func webP(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + little(content.count + 12, 4) + Array("WEBP".utf8) + Array(kind.utf8) + little(content.count, 4) + content
    }

    private static func big(_ value: Int, _ count: Int) -> [UInt8] { little(value, count).reversed() }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}
