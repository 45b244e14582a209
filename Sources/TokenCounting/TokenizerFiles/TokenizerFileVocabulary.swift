import WaybillInterchange

/// Makes a ``Vocabulary`` of the tokens and merges of a tokenizer file.
///
/// A file can list merges that never happen, such as all the ways to split a token in two. Those that do are found by merging the bytes of
/// each token by definition: wherever a token comes about in a text, nothing was merged across its edges before, so that within them the same
/// was merged as in the token alone. So every token has one last merge, or none ever makes it.
struct TokenizerFileVocabulary {
    private let contents: TokenizerFileContents
    /// The tokens as they are written, to be looked up.
    private let written: TokenTable
    /// The bytes that each token stands for; empty for one that is not written in the byte alphabet.
    private let spellings: ByteStrings

    /// The longest token, in bytes.
    private static let longestToken = 1024
    private static let vocabulary = JSONPath.root["model"]["vocab"]
    private static let mergeList = JSONPath.root["model"]["merges"]

    /// Makes the vocabulary of a file.
    static func make(
        _ contents: TokenizerFileContents, _ settings: TokenizerFileSettings
    ) throws(JSONFormatError) -> (vocabulary: Vocabulary, specials: SpecialTokens) {
        try check(contents)
        let written = TokenTable(contents.tokens)
        written.fillIndex()
        defer { written.deallocate() }
        let maker = TokenizerFileVocabulary(contents: contents, written: written)
        try maker.checkUnique()
        return (try maker.vocabulary(takesWholePieces: settings.ignoresMerges), try maker.specials(settings.addedTokens))
    }

    private init(contents: TokenizerFileContents, written: TokenTable) {
        self.contents = contents
        self.written = written
        var spellings = ByteStrings()
        for token in 0..<contents.tokens.count { spellings.append(ByteAlphabet.bytes(of: contents.tokens[token]) ?? []) }
        self.spellings = spellings
    }

    // MARK: Checks

    /// What must hold before tables are made.
    private static func check(_ contents: TokenizerFileContents) throws(JSONFormatError) {
        // Room for bytes that are not among them.
        let most = TokenIndex.capacity - 256
        guard contents.tokens.count <= most else {
            throw JSONFormatError(vocabulary, "has more than \(most) tokens, which is not supported")
        }
        for token in 0..<contents.tokens.count {
            let length = contents.tokens.range(of: token).count
            guard length > 0 else { throw JSONFormatError(vocabulary, "has an empty token") }
            guard length <= longestToken else {
                throw JSONFormatError(vocabulary, "has a token of \(length) bytes; more than \(longestToken) are not supported")
            }
        }
    }

    /// No token and no id may be there twice.
    private func checkUnique() throws(JSONFormatError) {
        let highest = min(max(contents.ids.max() ?? 0, 0), TokenIDs.limit - 1)
        var users = [UInt32](repeating: TokenIDs.none, count: highest + 1)
        for (token, id) in contents.ids.enumerated() {
            guard find(contents.tokens[token]) == UInt32(token) else {
                throw JSONFormatError(path(of: UInt32(token)), "is there twice")
            }
            try Self.checkRange(of: id, path(of: UInt32(token)))
            guard users[id] == TokenIDs.none else {
                throw JSONFormatError(path(of: UInt32(token)), "has the id \(id), which is that of '\(text(of: users[id]))' too")
            }
            users[id] = UInt32(token)
        }
    }

    private static func checkRange(of id: Int, _ path: JSONPath) throws(JSONFormatError) {
        guard id >= 0, id < TokenIDs.limit else {
            throw JSONFormatError(path, "has the id \(id); ids from 0 to \(TokenIDs.limit - 1) are supported")
        }
    }

    // MARK: Tokens as they are written

    private func text(of token: UInt32) -> String { String(decoding: contents.tokens[Int(token)], as: UTF8.self) }

    private func path(of token: UInt32) -> JSONPath { Self.vocabulary[text(of: token)] }

    /// The token that is written like this.
    private func find(_ text: some Collection<UInt8>) -> UInt32? {
        guard !text.isEmpty else { return nil }
        // A whole key may be read from it.
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count + ByteKey.size) { buffer in
            buffer.initialize(repeating: 0)
            _ = buffer.update(fromContentsOf: text)
            let start = UnsafePointer(buffer.baseAddress!)
            return written.token(start, count: text.count, readable: start + buffer.count)
        }
    }

    // MARK: Merges

    private func vocabulary(takesWholePieces: Bool) throws(JSONFormatError) -> Vocabulary {
        let bytes = try byteTokens()
        let merges = try mergesInOrder()
        let last = try lastMerges(merges, bytes)
        // Ranks: the bytes, then each token by its merge.
        let order = last.indices.filter { last[$0] != nil }.sorted { last[$0]! < last[$1]! }
        var ranks = [UInt32](repeating: TokenIDs.none, count: last.count)
        for (byte, token) in bytes.enumerated() where token != TokenIDs.none { ranks[Int(token)] = UInt32(byte) }
        for (index, token) in order.enumerated() { ranks[token] = UInt32(256 + index) }
        let pairs = order.map { token in
            let merge = merges.merges[last[token]!]
            return TokenPair(left: ranks[Int(merge.left)], right: ranks[Int(merge.right)])
        }
        var (made, unmerged) = (ByteStrings(), ByteStrings())
        for byte in UInt8.min...UInt8.max { made.append([byte]) }
        var ids = bytes.map { $0 == TokenIDs.none ? TokenIDs.none : UInt32(contents.ids[Int($0)]) }
        for token in order {
            made.append(spellings[token])
            ids.append(UInt32(contents.ids[token]))
        }
        for token in last.indices where ranks[token] == TokenIDs.none && !spellings[token].isEmpty {
            unmerged.append(spellings[token])
            ids.append(UInt32(contents.ids[token]))
        }
        return Vocabulary(spellings: made, merges: pairs, ids: TokenIDs(ids), unmerged: unmerged, takesWholePieces: takesWholePieces)
    }

    /// The token of each byte; none for bytes that are in no UTF-8 and have no token.
    private func byteTokens() throws(JSONFormatError) -> [UInt32] {
        var tokens = [UInt32](repeating: TokenIDs.none, count: 256)
        for token in 0..<spellings.count where spellings.range(of: token).count == 1 {
            tokens[Int(spellings.bytes[spellings.range(of: token).lowerBound])] = UInt32(token)
        }
        for byte in 0..<256 where tokens[byte] == TokenIDs.none && !(0xC0...0xC1).contains(byte) && byte < 0xF5 {
            throw JSONFormatError(Self.vocabulary, "has no token for the byte \(byte), as a byte-level tokenizer does")
        }
        return tokens
    }

    private func mergesInOrder() throws(JSONFormatError) -> MergeList {
        var merges: [MergeList.Merge] = []
        merges.reserveCapacity(contents.halves.count / 2)
        for place in 0..<contents.halves.count / 2 {
            let (left, right) = (contents.halves.range(of: 2 * place), contents.halves.range(of: 2 * place + 1))
            let result = contents.halves.bytes[left.lowerBound..<right.upperBound]
            merges.append(
                MergeList.Merge(left: try half(left, place), right: try half(right, place), result: try half(result.indices, place)))
        }
        do throws(MergeList.DuplicateMerge) {
            return try MergeList(merges)
        } catch {
            throw JSONFormatError(Self.mergeList[error.place], "is there twice")
        }
    }

    private func half(_ range: Range<Int>, _ place: Int) throws(JSONFormatError) -> UInt32 {
        let text = contents.halves.bytes[range]
        if let token = find(text) { return token }
        throw JSONFormatError(
            Self.mergeList[place], "needs the token '\(String(decoding: text, as: UTF8.self))', which is not in model.vocab")
    }

    /// The place of the merge that makes each token in the end; `nil` for a token that none does.
    private func lastMerges(_ merges: MergeList, _ bytes: [UInt32]) throws(JSONFormatError) -> [Int?] {
        var merges = merges
        var isMade = [Bool](repeating: false, count: spellings.count)
        for merge in merges.merges { isMade[Int(merge.result)] = true }
        return isMade.indices.map { token in
            let spelling = spellings[token]
            guard isMade[token], spelling.count > 1 else { return nil }
            return merges.lastMerge(of: spelling.lazy.map { bytes[Int($0)] })
        }
    }

    // MARK: Added tokens

    private func specials(_ added: [SpecialTokens.Token]) throws(JSONFormatError) -> SpecialTokens {
        var users: [Int: UInt32] = [:]
        for (token, id) in contents.ids.enumerated() { users[id] = UInt32(token) }
        var names: [Int: String] = [:]
        var seen: Set<[UInt8]> = []
        for (index, token) in added.enumerated() {
            let path = JSONPath.root["added_tokens"][index]
            try Self.checkRange(of: token.id, path)
            guard seen.insert(Array(token.name.utf8)).inserted else { throw JSONFormatError(path["content"], "is there twice") }
            let own = find(Array(token.name.utf8))
            guard own == nil || contents.ids[Int(own!)] == token.id else {
                throw JSONFormatError(path, "has the id \(token.id), but model.vocab has \(contents.ids[Int(own!)]) for this token")
            }
            if let other = names[token.id] ?? users[token.id].map(text(of:)), !other.utf8.elementsEqual(token.name.utf8) {
                throw JSONFormatError(path, "has the id \(token.id), which is that of '\(other)' too")
            }
            names[token.id] = token.name
        }
        // Tokens that no text has, since they are not written in bytes; ids can still hold them.
        for token in 0..<spellings.count where spellings[token].isEmpty && names[contents.ids[token]] == nil {
            names[contents.ids[token]] = text(of: UInt32(token))
        }
        return SpecialTokens(added, names: names)
    }
}
