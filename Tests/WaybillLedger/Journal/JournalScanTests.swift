import Testing
import WaybillInterchange

@testable import WaybillLedger

struct JournalScanTests {
    private func frame(_ number: UInt64) -> [UInt8] {
        let call = RecordMaker.plain(number)
        var writer = FieldWriter()
        JournalFrame.write(call.heading.id, to: &writer) { $0.record(call) }
        return writer.bytes
    }

    @Test func framesAreFoundAndRead() throws {
        let bytes = (1...5).flatMap { frame($0) }
        let scan = JournalScan(bytes, isEnd: true)
        #expect(scan.frames.count == 5)
        #expect(scan.damaged == [])
        #expect(scan.torn == nil)
        #expect(scan.consumed == bytes.count)
        let calls = try bytes.withUnsafeBytes { bytes in
            try scan.frames.map { frame in
                let (id, fields) = try JournalFrame.record(in: UnsafeRawBufferPointer(rebasing: bytes[frame]))
                return try StoredCall(id, fields: fields).record
            }
        }
        #expect(calls == (1...5).map { RecordMaker.plain($0) })
    }

    @Test func aJournalTornAnywhereLosesItsLastRecordAlone() {
        let whole = frame(1)
        let last = frame(2)
        for cut in 0..<last.count {
            let bytes = whole + last.prefix(cut)
            let scan = JournalScan(bytes, isEnd: true)
            #expect(scan.frames == [0..<whole.count], "cut after \(cut) bytes")
            #expect(scan.damaged == [])
            #expect(scan.torn == (cut == 0 ? nil : whole.count..<bytes.count))
            #expect(scan.consumed == bytes.count)
        }
    }

    @Test func aPortionThatEndsWithinARecordAsksForTheRest() {
        let whole = frame(1)
        let last = frame(2)
        for cut in 0..<last.count {
            let scan = JournalScan(whole + last.prefix(cut), isEnd: false)
            #expect(scan.frames == [0..<whole.count])
            #expect(scan.consumed == whole.count)
            #expect(scan.torn == nil)
            #expect(scan.needed.map { $0 <= last.count } == true)
        }
    }

    @Test func oneDamagedByteCostsOneRecord() {
        let frames = (1...3).map { frame($0) }
        let bytes = frames.flatMap(\.self)
        let middle = frames[0].count..<frames[0].count + frames[1].count
        for place in middle {
            var damaged = bytes
            damaged[place] ^= 0x5A
            let scan = JournalScan(damaged, isEnd: true)
            #expect(scan.frames == [0..<middle.lowerBound, middle.upperBound..<bytes.count], "byte \(place)")
            #expect(scan.damaged == [middle])
            #expect(scan.torn == nil)
        }
    }

    @Test func noiseIsPassedOver() {
        var random = SeededGenerator(seed: 5)
        let noise = (0..<100_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let scan = JournalScan(noise + frame(1) + noise.prefix(50_000), isEnd: true)
        #expect(scan.frames.count == 1)
        #expect(scan.consumed == 150_000 + frame(1).count)
    }

    @Test func damageThatFillsAPortionIsLookedAtFurtherAndThenGivenUp() {
        let noise = [UInt8](repeating: 0xFF, count: 1 << 16)
        #expect(JournalScan(noise, isEnd: false).consumed == 0)
        #expect(JournalScan(noise, isEnd: false).needed.map { $0 > noise.count } == true)
        let more = [UInt8](repeating: 0xFF, count: 2 * (JournalFrame.largestSize + JournalFrame.headerSize))
        #expect(JournalScan(more, isEnd: false).consumed > 0)
    }
}
