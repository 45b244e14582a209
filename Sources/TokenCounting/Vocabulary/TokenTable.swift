/// What tokens spell, and which token spells this.
///
/// A view of memory that ``Vocabulary`` owns and nobody writes to.
struct TokenTable {
    /// The number of tokens.
    let count: Int
    /// The bytes of all tokens, one after the other.
    private let bytes: UnsafePointer<UInt8>
    /// Where each token's bytes begin; one more than there are tokens.
    private let starts: UnsafePointer<UInt32>
    private let index: TokenIndex

    /// Spells 256 single bytes and the tokens merged from them.
    init(singleBytes: [UInt8], merges: [TokenPair]) {
        let count = 256 + merges.count
        let starts = UnsafeMutablePointer<UInt32>.zeroed(count + 1)
        for token in 0..<256 { starts[token + 1] = UInt32(token + 1) }
        for token in 256..<count {
            let (left, right) = (Int(merges[token - 256].left), Int(merges[token - 256].right))
            starts[token + 1] = starts[token] + (starts[left + 1] - starts[left]) + (starts[right + 1] - starts[right])
        }
        // A whole key more, so that one can be read and written at the last token.
        let bytes = UnsafeMutablePointer<UInt8>.zeroed(Int(starts[count]) + ByteKey.size)
        for token in 0..<256 { bytes[token] = singleBytes[token] }
        for token in 256..<count {
            let (left, right) = (Int(merges[token - 256].left), Int(merges[token - 256].right))
            let leftCount = Int(starts[left + 1] - starts[left])
            let end = bytes + Int(starts[token])
            copy(leftCount, from: bytes + Int(starts[left]), to: end)
            copy(Int(starts[right + 1] - starts[right]), from: bytes + Int(starts[right]), to: end + leftCount)
        }
        self.init(count: count, bytes: bytes, starts: starts)
    }

    /// Holds these tokens, all different and none empty.
    init(_ spellings: ByteStrings) {
        let starts = UnsafeMutablePointer<UInt32>.zeroed(spellings.count + 1)
        for token in 0..<spellings.count { starts[token + 1] = UInt32(spellings[token].endIndex) }
        let bytes = UnsafeMutablePointer<UInt8>.zeroed(spellings.bytes.count + ByteKey.size)
        bytes.update(from: spellings.bytes, count: spellings.bytes.count)
        self.init(count: spellings.count, bytes: bytes, starts: starts)
    }

    private init(count: Int, bytes: UnsafePointer<UInt8>, starts: UnsafePointer<UInt32>) {
        self.count = count
        self.bytes = bytes
        self.starts = starts
        index = TokenIndex(count: count)
    }

    /// Makes tokens findable by what they spell: once, and before any is looked for.
    ///
    /// Not in the initializer, so that tables which only need the spellings are made beside it.
    func fillIndex() {
        for token in 0..<UInt32(count) {
            let spelled = self[token]
            let start = spelled.baseAddress!
            index.insert(
                token,
                hash: spelled.count <= ByteKey.size ? ByteKey(reading: start, count: spelled.count).hash : start.hash(count: spelled.count))
        }
    }

    func deallocate() {
        bytes.deallocate()
        starts.deallocate()
        index.deallocate()
    }

    /// The bytes of a token.
    @inline(__always)
    subscript(token: UInt32) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + Int(starts[Int(token)]), count: length(of: token))
    }

    /// The number of a token's bytes.
    @inline(__always)
    func length(of token: UInt32) -> Int {
        Int(starts[Int(token) &+ 1] &- starts[Int(token)])
    }

    /// The token that spells `count` bytes, if there is one.
    @inline(__always)
    func token(_ text: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> UInt32? {
        count <= ByteKey.size ? token(ByteKey(text, count: count, readable: readable), count: count) : longToken(text, count: count)
    }

    /// The token that spells the `count` bytes of this key, if there is one.
    @inline(__always)
    func token(_ key: ByteKey, count: Int) -> UInt32? {
        let token = index.token(hash: key.hash) { token in
            let start = Int(starts[Int(token)])
            return ByteKey(reading: bytes + start, count: count) == key && Int(starts[Int(token) &+ 1]) == start &+ count
        }
        return token == TokenIndex.none ? nil : token
    }

    @inline(never)
    private func longToken(_ text: UnsafePointer<UInt8>, count: Int) -> UInt32? {
        let token = index.token(hash: text.hash(count: count)) { token in
            length(of: token) == count && self[token].baseAddress!.equals(text, count: count)
        }
        return token == TokenIndex.none ? nil : token
    }
}

/// Copies a few bytes, and may copy a few more after them, which are written later: a call for each of some hundred thousand tokens would take longer
/// than its bytes.
@inline(__always)
private func copy(_ count: Int, from source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    var position = 0
    repeat {
        let word = UnsafeRawPointer(source + position).loadUnaligned(as: UInt64.self)
        UnsafeMutableRawPointer(target + position).storeBytes(of: word, as: UInt64.self)
        position += 8
    } while position < count
}
