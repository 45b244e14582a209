import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct ImageSizeTests {
    @Test(arguments: ImageFiles.kinds.map(\.name), [(1, 1), (640, 480), (1_024, 1_023), (16_383, 3)])
    func everyFormatSaysHowLargeItIs(name: String, size: (Int, Int)) throws {
        let make = try #require(ImageFiles.kinds.first { $0.name == name }).make
        let file = make(size.0, size.1)
        #expect(ImageSize(of: file) == ImageSize(width: size.0, height: size.1))
        #expect(ImageSize(ofDataURL: "data:image/\(name);base64," + Base64.encode(file)) == ImageSize(width: size.0, height: size.1))
    }

    @Test(arguments: ImageFiles.kinds.map(\.name)) func aFileThatEndsTooEarlyHasNoSize(name: String) throws {
        let file = try #require(ImageFiles.kinds.first { $0.name == name }).make(300, 200)
        let size = ImageSize(width: 300, height: 200)
        for length in stride(from: 0, to: file.count, by: file.count > 1_000 ? 997 : 1) {
            let found = ImageSize(of: Array(file.prefix(length)))
            #expect(found == nil || found == size)
        }
        #expect(ImageSize(of: Array(file.prefix(9))) == nil)
    }

    @Test func nothingElseIsAPicture() {
        #expect(ImageSize(of: []) == nil)
        #expect(ImageSize(of: Array("%PDF-1.7".utf8)) == nil)
        #expect(ImageSize(of: ImageFiles.png(width: 0, height: 10)) == nil)
        // A JPEG whose segment claims less than its own length would stand still.
        #expect(ImageSize(of: [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 1]) == nil)
        #expect(ImageSize(of: [0xff, 0xd8] + [UInt8](repeating: 0xff, count: 10_000)) == nil)
    }

    @Test(arguments: [
        "https://example.com/a.png", "data:image/png,abc", "data:", "", "data:image/png;base64,", "data:image/png;base64,iVBO,/==",
    ])
    func otherAddressesHaveNoSize(url: String) {
        #expect(ImageSize(ofDataURL: url) == nil)
    }

    @Test func brokenBytesDoNoHarm() throws {
        var random = SeededGenerator(seed: 77)
        for _ in 0..<20_000 {
            var file = try #require(ImageFiles.kinds.randomElement(using: &random))
                .make(
                    Int.random(in: 1...5_000, using: &random), Int.random(in: 1...5_000, using: &random))
            file = Array(file.prefix(Int.random(in: 0...min(file.count, 64), using: &random)))
            for _ in 0..<Int.random(in: 0...4, using: &random) where !file.isEmpty {
                file[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let size = ImageSize(of: file)
            #expect(size == nil || size!.width > 0 && size!.height > 0)
            #expect(ImageSize(ofDataURL: "data:image/any;base64," + Base64.encode(file)) == size)
            guard let size else { continue }
            for rule in ImageRules.all {
                let count = rule.count(size, detail: .high, tokenizer: "t")
                #expect(count.tokens > 0 && count.tokens < 200_000)
            }
        }
    }
}
