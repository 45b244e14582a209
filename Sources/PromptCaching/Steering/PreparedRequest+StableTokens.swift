public import WaybillInterchange
public import WaybillTokenCounting

extension PreparedRequest {
    /// The tokens of the stable part, without what stands before and after any prompt.
    ///
    /// - Parameters:
    ///   - counter: What counts for the model.
    ///   - model: The model that would read it.
    public func stableTokens(by counter: RequestCounter, for model: ModelName) -> Int {
        let stable = counter.count(keeping(items: Array(items.prefix(stableItemCount))), for: model).total.tokens
        return max(0, stable - counter.count(bare(items: []), for: model).total.tokens)
    }
}
