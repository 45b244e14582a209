import WaybillInterchange

extension ReasoningEffort {
    /// The effort of `offered` that comes nearest to this one; of two equally near, the lower.
    ///
    /// Thinking is not switched off by it where any thinking is offered: `minimal` becomes `low` rather than `none`.
    ///
    /// - Returns: `nil` where this effort, or every offered one, is no known word, so that nearness means nothing.
    func nearest(of offered: [ReasoningEffort]) -> ReasoningEffort? {
        if offered.contains(self) { return self }
        guard let rank = Self.ascending.firstIndex(of: self) else { return nil }
        let known = Self.ascending.indices.filter { offered.contains(Self.ascending[$0]) }
        let thinking = known.filter { Self.ascending[$0] != .none }
        return (thinking.isEmpty ? known : thinking).min { abs($0 - rank) < abs($1 - rank) }.map { Self.ascending[$0] }
    }
}
