/// Which id each token has, where it is not its rank.
struct TokenIDs: Sendable {
    /// The id of each token; empty, if it is the token's rank.
    private let ids: [UInt32]
    /// The token with each id.
    private let tokens: [UInt32]
    /// The id after all others.
    let end: Int

    /// What stands for no id and for no token.
    static let none = UInt32.max
    /// What ids are below.
    static let limit = 1 << 22

    /// Every one of `count` tokens has its rank as id.
    init(count: Int) {
        ids = []
        tokens = []
        end = count
    }

    /// Tokens have these ids, all different and below ``limit``; ``none`` for a token that no text has.
    init(_ ids: [UInt32]) {
        self.ids = ids
        end = Int(ids.lazy.filter { $0 != Self.none }.max() ?? 0) + 1
        var tokens = [UInt32](repeating: Self.none, count: end)
        for (token, id) in ids.enumerated() where id != Self.none { tokens[Int(id)] = UInt32(token) }
        self.tokens = tokens
    }

    /// The id of a token.
    func id(of token: UInt32) -> Int { Int(ids.isEmpty ? token : ids[Int(token)]) }

    /// The token with an id, if there is one.
    func token(of id: Int) -> UInt32? {
        guard id >= 0, id < end else { return nil }
        if ids.isEmpty { return UInt32(id) }
        return tokens[id] == Self.none ? nil : tokens[id]
    }
}
