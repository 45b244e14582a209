import WaybillInterchange

extension [UInt8] {
    /// These bytes with a few of them changed, taken out, doubled or cut off.
    func mutated(using random: inout SeededGenerator) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.removeSubrange(place..<Swift.min(bytes.count, place + 20))
            case 3: bytes.insert(contentsOf: bytes[place..<Swift.min(bytes.count, place + 20)], at: place)
            default: bytes[place] = Array("{}[]\",:0-nt".utf8).randomElement(using: &random) ?? 0
            }
        }
        return bytes
    }
}
