/// The size of a picture in pixels, read from the beginning of its file.
public struct ImageSize: Sendable, Hashable {
    /// How wide it is.
    public var width: Int
    /// How high it is.
    public var height: Int

    /// Creates a size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The size that a PNG, JPEG, GIF or WebP file says it has; `nil` for anything else, and where it is broken before it says so.
    public init?(of file: [UInt8]) { self.init(reading: file) }

    /// The size of the picture in a `data:` URL with base64; `nil` for any other URL.
    public init?(ofDataURL url: String) {
        guard let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let head = url.utf8[..<comma]
        guard head.starts(with: "data:".utf8), head.reversed().starts(with: ";base64".utf8.reversed()) else { return nil }
        let start = url.utf8.distance(from: url.utf8.startIndex, to: comma) + 1
        var url = url
        let size = url.withUTF8 { ImageSize(reading: Base64Bytes(digits: UnsafeBufferPointer(rebasing: $0[start...]))) }
        guard let size else { return nil }
        self = size
    }

    init?<Bytes: RandomAccessCollection<UInt8>>(reading file: Bytes) where Bytes.Index == Int {
        let header = ImageHeader(file)
        guard let size = header.pngSize ?? header.gifSize ?? header.webPSize ?? header.jpegSize, size.width > 0, size.height > 0 else {
            return nil
        }
        self = size
    }
}

/// The bytes that base64 digits stand for, each decoded when it is asked for: a header is read without decoding the picture.
///
/// What is no digit counts as 0, and so makes a broken file.
struct Base64Bytes: RandomAccessCollection {
    private let digits: UnsafeBufferPointer<UInt8>
    let endIndex: Int

    init(digits: UnsafeBufferPointer<UInt8>) {
        self.digits = digits
        endIndex = (digits.count - digits.suffix(2).count { $0 == UInt8(ascii: "=") }) * 3 / 4
    }

    var startIndex: Int { 0 }

    subscript(index: Int) -> UInt8 {
        let place = index / 3 * 4 + index % 3
        let left = Self.value(digits[place])
        let right = place + 1 < digits.count ? Self.value(digits[place + 1]) : 0
        return switch index % 3 {
        case 0: left << 2 | right >> 4
        case 1: left << 4 | right >> 2
        default: left << 6 | right
        }
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: 0
        }
    }
}
