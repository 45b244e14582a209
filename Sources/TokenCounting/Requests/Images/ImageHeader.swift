/// Reads what the formats of pictures say of their size.
///
/// Every byte is asked for with its place, and a place beyond the end has none: no bytes, however broken, do more than give no size.
struct ImageHeader<Bytes: RandomAccessCollection<UInt8>> where Bytes.Index == Int {
    private let bytes: Bytes

    init(_ bytes: Bytes) { self.bytes = bytes }

    /// PNG: the IHDR chunk, which comes first.
    var pngSize: ImageSize? {
        guard begins(with: "\u{89}PNG\r\n\u{1a}\n", at: 0), begins(with: "IHDR", at: 12) else { return nil }
        return size(bigEndian(at: 16, count: 4), bigEndian(at: 20, count: 4))
    }

    /// GIF: the logical screen.
    var gifSize: ImageSize? {
        guard begins(with: "GIF87a", at: 0) || begins(with: "GIF89a", at: 0) else { return nil }
        return size(littleEndian(at: 6, count: 2), littleEndian(at: 8, count: 2))
    }

    /// WebP: lossy, lossless or extended.
    var webPSize: ImageSize? {
        guard begins(with: "RIFF", at: 0), begins(with: "WEBP", at: 8) else { return nil }
        if begins(with: "VP8 ", at: 12), begins(with: "\u{9d}\u{01}*", at: 23) {
            return size(littleEndian(at: 26, count: 2).map { $0 & 0x3fff }, littleEndian(at: 28, count: 2).map { $0 & 0x3fff })
        }
        if begins(with: "VP8L", at: 12), byte(at: 20) == 0x2f, let bits = littleEndian(at: 21, count: 4) {
            return size((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
        }
        if begins(with: "VP8X", at: 12) {
            return size(littleEndian(at: 24, count: 3).map { $0 + 1 }, littleEndian(at: 27, count: 3).map { $0 + 1 })
        }
        return nil
    }

    /// JPEG: the frame header, after any number of other segments.
    var jpegSize: ImageSize? {
        guard byte(at: 0) == 0xff, byte(at: 1) == 0xd8 else { return nil }
        var place = 2
        while byte(at: place) == 0xff, let marker = byte(at: place + 1) {
            switch marker {
            // Filling, and markers that stand alone.
            case 0xff: place += 1
            case 0x01, 0xd0...0xd7: place += 2
            // Huffman tables, a reserved marker and arithmetic coding lie among the frame headers.
            case 0xc0...0xcf where marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
                return size(bigEndian(at: place + 7, count: 2), bigEndian(at: place + 5, count: 2))
            default:
                guard let length = bigEndian(at: place + 2, count: 2), length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    private func size(_ width: Int?, _ height: Int?) -> ImageSize? {
        width.flatMap { width in height.map { ImageSize(width: width, height: $0) } }
    }

    private func byte(at place: Int) -> UInt8? { place < bytes.count ? bytes[bytes.startIndex + place] : nil }

    /// Whether these bytes, one for each scalar, stand at a place.
    private func begins(with text: String, at place: Int) -> Bool {
        text.unicodeScalars.enumerated().allSatisfy { index, scalar in byte(at: place + index).map(UInt32.init) == scalar.value }
    }

    private func bigEndian(at place: Int, count: Int) -> Int? {
        var value = 0
        for index in 0..<count {
            guard let byte = byte(at: place + index) else { return nil }
            value = value << 8 | Int(byte)
        }
        return value
    }

    private func littleEndian(at place: Int, count: Int) -> Int? {
        var value = 0
        for index in 0..<count {
            guard let byte = byte(at: place + index) else { return nil }
            value |= Int(byte) << (index * 8)
        }
        return value
    }
}
